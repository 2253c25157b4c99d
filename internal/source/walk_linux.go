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
	case kind == unix.DT_LNK:
		w.link(fd, dir, string(raw))
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
	case unix.S_IFLNK:
		return unix.DT_LNK
	}
	return unix.DT_UNKNOWN
}

// keepsStamps tells that stamps say all that is needed to see a file changed.
const keepsStamps = true

func stampOf(st *unix.Stat_t) stamp {
	return stamp{st.Size, unix.TimespecToNsec(st.Mtim), unix.TimespecToNsec(st.Ctim), st.Ino}
}

// link takes a symbolic link, which is not followed.
func (w *scanWorker) link(dirfd int, dir, name string) {
	var st unix.Stat_t
	if unix.Fstatat(dirfd, name, &st, unix.AT_SYMLINK_NOFOLLOW) == nil {
		w.links ^= linkMark(join(dir, name), stampOf(&st))
	}
}

func (w *scanWorker) openFile(dirfd int, dir, name string) {
	path := join(dir, name)
	var st unix.Stat_t
	if w.known != nil {
		if err := unix.Fstatat(dirfd, name, &st, unix.AT_SYMLINK_NOFOLLOW); err != nil {
			w.problem(path, err)
			return
		}
		w.compare(path, stampOf(&st))
		return
	}
	fd, err := unix.Openat(dirfd, name, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		w.problem(path, err)
		return
	}
	defer unix.Close(fd)
	if w.stamped {
		if err := unix.Fstat(fd, &st); err != nil {
			w.problem(path, err)
			return
		}
	}
	atEnd := false // a regular file that gives less than was asked for has no more
	w.file(path, stampOf(&st), func(b []byte) (int, error) {
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
