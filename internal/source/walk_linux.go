// SPDX-License-Identifier: MIT

package source

import (
	"bytes"
	"encoding/binary"
	"path/filepath"
	"unsafe"

	"golang.org/x/sys/unix"
)

// readDir reads a directory with bare system calls: each file is opened
// relative to it and read into the worker's buffer. os.ReadDir and os.ReadFile
// would spend more time than the hashing does.
func (w *scanWorker) readDir(dir string) error {
	fd, err := unix.Open(filepath.Join(w.root, dir), unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	var buf [32 << 10]byte
	for {
		n, err := unix.ReadDirent(fd, buf[:])
		if err == unix.EINTR {
			continue
		}
		if n <= 0 || err != nil {
			return err
		}
		for rest := buf[:n]; len(rest) > 0; {
			rest = w.dirent(fd, dir, rest)
		}
		if w.cancelled() {
			return nil
		}
	}
}

// dirent takes the first of the directory entries in buf and returns the others.
func (w *scanWorker) dirent(fd int, dir string, buf []byte) (rest []byte) {
	const nameAt = unsafe.Offsetof(unix.Dirent{}.Name)
	size := binary.NativeEndian.Uint16(buf[unsafe.Offsetof(unix.Dirent{}.Reclen):])
	kind := buf[unsafe.Offsetof(unix.Dirent{}.Type)]
	raw := buf[nameAt:size]
	raw = raw[:bytes.IndexByte(raw, 0)]
	if kind == unix.DT_UNKNOWN {
		kind = w.kindOf(fd, string(raw))
	}
	switch {
	case kind == unix.DT_DIR:
		w.subdir(dir, string(raw))
	case kind == unix.DT_REG && (bytes.HasSuffix(raw, []byte(".c")) || bytes.HasSuffix(raw, []byte(".h"))):
		w.openFile(fd, dir, string(raw))
	}
	return buf[size:]
}

// kindOf asks for the type of a file where the directory does not tell it.
func (w *scanWorker) kindOf(fd int, name string) byte {
	var st unix.Stat_t
	if unix.Fstatat(fd, name, &st, unix.AT_SYMLINK_NOFOLLOW) != nil {
		return unix.DT_UNKNOWN
	}
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFDIR:
		return unix.DT_DIR
	case unix.S_IFREG:
		return unix.DT_REG
	}
	return unix.DT_UNKNOWN
}

func (w *scanWorker) openFile(dirfd int, dir, name string) {
	path := join(dir, name)
	fd, err := unix.Openat(dirfd, name, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		w.problem(path, err)
		return
	}
	defer unix.Close(fd)
	atEnd := false // a regular file that gives less than was asked for has no more
	w.file(path, func(b []byte) (int, error) {
		for !atEnd {
			n, err := unix.Read(fd, b)
			if err != unix.EINTR {
				atEnd = n < len(b)
				return max(n, 0), err
			}
		}
		return 0, nil
	})
}
