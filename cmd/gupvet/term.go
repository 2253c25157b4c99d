// SPDX-License-Identifier: MIT

package main

import (
	"io"
	"os"
	"path/filepath"

	"golang.org/x/term"
)

// isTerminal tells whether a writer is one.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// colors tells whether output is to be colored; NO_COLOR is https://no-color.org.
func (a *app) colors() bool {
	switch a.flags.color {
	case "always":
		return true
	case "never":
		return false
	}
	return a.flags.output == "" && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isTerminal(a.stdout)
}

// emit writes a command's output: to stdout, or in one step to the file that
// --output names.
func (a *app) emit(write func(io.Writer) error) (err error) {
	if a.flags.output == "" {
		return write(a.stdout)
	}
	f, err := os.CreateTemp(filepath.Dir(a.flags.output), ".gupvet-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), a.flags.output)
}
