// SPDX-License-Identifier: MIT

//go:build !linux

package source

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// readDir reads a directory by way of package os.
func (w *scanWorker) readDir(dir string) error {
	entries, err := os.ReadDir(filepath.Join(w.root, dir))
	for _, e := range entries {
		switch {
		case e.IsDir():
			w.subdir(dir, e.Name())
		case e.Type().IsRegular() && IsC(e.Name()):
			w.openFile(join(dir, e.Name()))
		}
	}
	return err
}

// keepsStamps tells that stamps say all that is needed to see a file changed.
const keepsStamps = false

func (w *scanWorker) openFile(path string) {
	f, err := os.Open(filepath.Join(w.root, path))
	if err != nil {
		w.problem(path, err)
		return
	}
	defer f.Close()
	w.file(path, stamp{}, func(b []byte) (int, error) {
		n, err := f.Read(b)
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return n, err
	})
}
