// SPDX-License-Identifier: MIT

// Package source owns the bytes under analysis: a kernel tree as it lies on
// disk, with the contents of editor buffers or a patched text laid over it.
//
// Reading a tree is the one cost that cannot be avoided, so it is done once:
// [Tree.Scan] passes over every C file and leaves an [Index] behind, which
// tells for any name in which files it is called, assigned or stored. A
// kernel's 1.3 GB take little longer than "rg -l" needs for them, and nothing of
// them is kept but hashes: files that matter are read again. See token.c for
// the pass and scan.go for the walk.
package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// MaxFile is the size in bytes above which a file is not read for analysis.
// The largest C files of a kernel are register tables of 25 MB without a line
// of code.
const MaxFile = 8 << 20

// Errors for files that are there and cannot be analysed.
var (
	ErrTooLarge   = errors.New("file is larger than 8 MB")
	ErrBinary     = errors.New("file is binary")
	ErrNotRegular = errors.New("not a regular file")
)

// A Tree is a snapshot of a source tree. It is immutable and safe for
// concurrent use; the disk below it is taken to stand still.
//
// Paths are relative to the root, with slashes. A file outside the root has an
// absolute path.
type Tree struct {
	Root    string // absolute
	Version string // of the kernel, from the Makefile; "" if there is none
	HasGUP  bool   // there is an mm/gup.c
	overlay map[string][]byte
}

// The files that tell a kernel tree from other directories.
const (
	gupFile  = "mm/gup.c"
	makefile = "Makefile"
)

// Open finds the kernel tree around path, by climbing, and returns it with the
// place of path in it ("." for the root). Where there is no kernel tree, the
// directory itself, or that of the file, is taken for the root.
func Open(path string) (t *Tree, rel string, err error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, "", err
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	info, err := os.Stat(abs)
	if err != nil {
		return nil, "", err
	}
	dir := abs
	if !info.IsDir() {
		dir = filepath.Dir(abs)
	}
	root := dir
	for d := dir; ; d = filepath.Dir(d) {
		if isKernel(d) {
			root = d
			break
		}
		if d == filepath.Dir(d) {
			break
		}
	}
	rel, err = filepath.Rel(root, abs)
	if err != nil {
		return nil, "", err
	}
	return OpenRoot(root), filepath.ToSlash(rel), nil
}

// OpenRoot returns the tree with a root that is already known.
func OpenRoot(root string) *Tree {
	t := &Tree{Root: root, HasGUP: exists(filepath.Join(root, gupFile))}
	if b, err := os.ReadFile(filepath.Join(root, makefile)); err == nil {
		t.Version = kernelVersion(b)
	}
	return t
}

// isKernel tells whether a directory is the root of a kernel tree.
func isKernel(dir string) bool {
	if exists(filepath.Join(dir, gupFile)) {
		return true
	}
	b, err := os.ReadFile(filepath.Join(dir, makefile))
	return err == nil && kernelVersion(b) != "" && exists(filepath.Join(dir, "include/linux"))
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// kernelVersion reads VERSION, PATCHLEVEL, SUBLEVEL and EXTRAVERSION from the
// top Makefile.
func kernelVersion(makefile []byte) string {
	v := map[string]string{}
	for line := range bytes.Lines(makefile) {
		name, value, ok := strings.Cut(string(line), "=")
		if name = strings.TrimSpace(name); ok && v[name] == "" {
			v[name] = strings.TrimSpace(value)
		}
		if len(v) > 20 {
			break
		}
	}
	if v["VERSION"] == "" || v["PATCHLEVEL"] == "" {
		return ""
	}
	s := v["VERSION"] + "." + v["PATCHLEVEL"]
	if sub := v["SUBLEVEL"]; sub != "" {
		s += "." + sub
	}
	return s + v["EXTRAVERSION"]
}

// WithOverlay returns the tree with the given files' contents in place of those
// on disk; nil stands for a file that is gone. Overlays add up.
func (t *Tree) WithOverlay(files map[string][]byte) *Tree {
	n := *t
	n.overlay = make(map[string][]byte, len(t.overlay)+len(files))
	for p, b := range t.overlay {
		n.overlay[p] = b
	}
	for p, b := range files {
		n.overlay[p] = b
	}
	if b, ok := n.overlay[gupFile]; ok {
		n.HasGUP = b != nil
	}
	return &n
}

// Overlay gives the files that are laid over the disk.
func (t *Tree) Overlay() map[string][]byte { return t.overlay }

// Abs gives the place of a file on disk.
func (t *Tree) Abs(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(t.Root, filepath.FromSlash(path))
}

// Exists tells whether there is a file.
func (t *Tree) Exists(path string) bool {
	if b, ok := t.overlay[path]; ok {
		return b != nil
	}
	return exists(t.Abs(path))
}

// ReadFile reads a file for analysis. The errors are those of package os and
// ErrTooLarge, ErrBinary and ErrNotRegular.
func (t *Tree) ReadFile(path string) ([]byte, error) {
	if b, ok := t.overlay[path]; ok {
		if b == nil {
			return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
		}
		return checkText(b)
	}
	info, err := os.Stat(t.Abs(path))
	if err != nil {
		return nil, err
	}
	switch {
	case !info.Mode().IsRegular():
		return nil, ErrNotRegular // reading a FIFO would never end
	case info.Size() > MaxFile:
		return nil, ErrTooLarge
	}
	b, err := os.ReadFile(t.Abs(path))
	if err != nil {
		return nil, err
	}
	return checkText(b)
}

// checkText refuses what no C compiler would read: a NUL byte near the
// beginning makes a file binary.
func checkText(b []byte) ([]byte, error) {
	if len(b) > MaxFile {
		return nil, ErrTooLarge
	}
	if bytes.IndexByte(b[:min(len(b), 8<<10)], 0) >= 0 {
		return nil, ErrBinary
	}
	return b, nil
}

// Scan passes over every C file of the tree. extra names further files and
// directories outside the root, which keep their absolute paths. What cannot be
// read is returned as problems; the error is the context's, or a root that is
// not there.
func (t *Tree) Scan(ctx context.Context, jobs int, extra []string, progress *Progress) (*Index, []Problem, error) {
	return t.scan(ctx, jobs, extra, false, progress)
}

// scan is Scan, with stamps for an index that is to be kept.
func (t *Tree) scan(ctx context.Context, jobs int, extra []string, stamped bool, progress *Progress) (*Index, []Problem, error) {
	if info, err := os.Stat(t.Root); err != nil || !info.IsDir() {
		return nil, nil, fmt.Errorf("%s: not a directory that can be read", t.Root)
	}
	ix, problems, err := scan(ctx, t.Root, "", jobs, stamped, progress)
	if err != nil {
		return nil, nil, err
	}
	if len(extra) == 0 {
		return t.over(ix), problems, nil
	}
	files := map[string][]byte{}
	for _, path := range extra {
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			b, err := t.ReadFile(path)
			if err != nil {
				problems = append(problems, Problem{path, err})
			}
			files[path] = b
			continue
		}
		more, p, err := scan(ctx, path, path, jobs, stamped, progress)
		if err != nil {
			return nil, nil, err
		}
		ix.segments = append(ix.segments, more.segments...)
		ix.Stats.Files += more.Stats.Files
		ix.Stats.Bytes += more.Stats.Bytes
		problems = append(problems, p...)
	}
	for p, b := range t.overlay {
		files[p] = b
	}
	return ix.With(files), problems, nil
}
