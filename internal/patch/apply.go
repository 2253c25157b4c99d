// SPDX-License-Identifier: MIT

package patch

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
)

// Applied is what a patch makes of the files it touches.
type Applied struct {
	Files   map[string][]byte // the new texts by path; nil for a file that is gone
	Lines   map[string]*Lines // of each new text that is not nil, by the same path
	Offsets map[*Hunk]int     // of hunks not at the line they name: how far down, or up if negative
	Notes   []string          // what was taken with tolerance or not applied, one sentence each
}

// Apply applies a patch to texts that read gives for paths. For a file that is
// not there, read's error is to be [fs.ErrNotExist].
//
// The result is never nil. What gives an error, each an [*Error], is not in it,
// while other hunks and files are; a hunk that does not apply gives a
// [*Conflict] in its Error, and its file is there without it.
func Apply(p *Patch, read func(path string) ([]byte, error)) (*Applied, []error) {
	a := &applier{
		patch:   p,
		read:    read,
		files:   map[string]*version{},
		leaving: map[string]bool{},
		out:     &Applied{Files: map[string][]byte{}, Lines: map[string]*Lines{}, Offsets: map[*Hunk]int{}},
	}
	for _, f := range p.Files {
		if f.Rename || f.New == "" {
			a.leaving[f.Old] = true
		}
	}
	for _, f := range p.Files {
		a.file = f
		if err := a.apply(); err != nil {
			a.fail(f.Line, err)
		}
	}
	for path, v := range a.files {
		if v == nil {
			a.out.Files[path] = nil
			continue
		}
		a.out.Files[path] = v.image.bytes()
		a.out.Lines[path] = newLines(v.from, v.image, v.old)
	}
	return a.out, a.errs
}

// A version is a text with its history.
type version struct {
	image image
	from  string // the file it comes from
	old   int    // how many lines that had
}

// An applier applies one patch.
type applier struct {
	patch   *Patch
	read    func(path string) ([]byte, error)
	files   map[string]*version // what the patch has made so far; nil for a file that is gone
	leaving map[string]bool     // files that the patch deletes or moves away, somewhere in it
	out     *Applied
	errs    []error
	file    *File // the current one
	cost    int   // lines compared to explain conflicts
}

func (a *applier) fail(line int, err error) {
	e := &Error{Source: a.patch.Source, Line: line, Path: a.file.Path(), Err: err}
	if a.file.Decoded {
		e.Line, e.Decoded = a.patch.Line, line
	}
	a.errs = append(a.errs, e)
}

func (a *applier) note(format string, args ...any) {
	a.out.Notes = append(a.out.Notes, a.file.Path()+": "+fmt.Sprintf(format, args...))
}

// apply applies what the patch does to the current file.
func (a *applier) apply() error {
	f := a.file
	for _, path := range []string{f.Old, f.New} {
		if path == "" && f.Path() != "" {
			continue
		}
		if err := checkPath(path); err != nil {
			return err
		}
	}
	switch special := f.special(); {
	case special != "":
		a.note("%s, not applied", special)
		return nil
	case f.Binary && f.Delete:
		a.files[f.Old] = nil
		return nil
	case f.Binary:
		a.note("binary, not applied")
		return nil
	case f.omitted && f.Create:
		a.note("the patch does not say what was in it, not applied")
		return nil
	}
	if f.New != "" && f.New != f.Old {
		if err := a.checkNew(); err != nil {
			return err
		}
	}
	v, err := a.before()
	if err != nil {
		return err
	}
	v.image.release()
	ok := a.hunks(v)
	if f.Delete {
		return a.remove(v, ok)
	}
	if _, made := a.files[f.Old]; f.Rename && !made {
		a.files[f.Old] = nil
	}
	a.files[f.New] = v
	return nil
}

// remove takes a file away whose lines the hunks have deleted.
func (a *applier) remove(v *version, ok bool) error {
	switch f := a.file; {
	case !ok:
		return nil
	case f.omitted:
		a.note("deleted, though the patch does not say what was in it")
	case len(v.image) > 0 && !f.Copy:
		return fmt.Errorf("the patch deletes the file, but leaves %d of its lines", len(v.image))
	}
	a.files[a.file.Old] = nil
	return nil
}

// checkNew makes sure that a file which comes into being is not there.
func (a *applier) checkNew() error {
	f := a.file
	v, made := a.files[f.New]
	if made && v == nil || !made && a.leaving[f.New] {
		return nil
	}
	if !made {
		text, err := a.read(f.New)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		if f.Create && bytes.Equal(text, f.contents()) {
			return ErrThere
		}
	}
	return errors.New("the file that the patch creates is there already")
}

// contents is the text of a file that the patch creates.
func (f *File) contents() []byte {
	var b bytes.Buffer
	for _, h := range f.Hunks {
		for _, text := range h.texts(Delete) {
			b.WriteString(text)
		}
	}
	return b.Bytes()
}

// before gives the text that the hunks are for. As in git, the files that are
// moved or copied are those from before the patch, in whatever order it has them.
func (a *applier) before() (*version, error) {
	f := a.file
	if f.Create {
		return &version{}, nil
	}
	if v, made := a.files[f.Old]; made && !f.Rename && !f.Copy {
		if v == nil {
			return nil, errors.New("the patch has deleted or moved the file before")
		}
		return v, nil
	}
	text, err := a.read(f.Old)
	if errors.Is(err, fs.ErrNotExist) {
		if f.plain && f.Old == f.New && len(f.Hunks) == 1 && f.Hunks[0].OldLines == 0 && f.Hunks[0].OldStart == 0 {
			return &version{}, nil // diff -N without the time 0
		}
		if f.Delete {
			return nil, errors.New("the file that the patch deletes is not there")
		}
		return nil, fmt.Errorf("no such file in the tree: %s", f.Old)
	}
	if err != nil {
		return nil, err
	}
	img := newImage(text)
	return &version{image: img, from: f.Old, old: len(img)}, nil
}
