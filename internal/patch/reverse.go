// SPDX-License-Identifier: MIT

package patch

import "slices"

// Reverse gives the patch that undoes p. Its places in the input are those of p.
// A copy is undone by deleting it, if the hunks undone fit it.
func Reverse(p *Patch) *Patch {
	r := *p
	r.Files = nil
	for _, f := range slices.Backward(p.Files) {
		r.Files = append(r.Files, f.reverse())
	}
	return &r
}

func (f *File) reverse() *File {
	r := *f
	r.Old, r.New = f.New, f.Old
	r.OldMode, r.NewMode = f.NewMode, f.OldMode
	r.Create, r.Delete = f.Delete, f.Create
	if f.Copy {
		r.New, r.Delete = "", true
	}
	r.Hunks = nil
	for _, h := range f.Hunks {
		r.Hunks = append(r.Hunks, h.reverse())
	}
	return &r
}

// reverse swaps the two sides of a hunk. Within a run of changes deletions come
// first, as in a diff.
func (h *Hunk) reverse() *Hunk {
	r := *h
	r.OldStart, r.OldLines, r.NewStart, r.NewLines = h.NewStart, h.NewLines, h.OldStart, h.OldLines
	r.Lines = make([]Line, 0, len(h.Lines))
	var added []Line
	for _, l := range h.Lines {
		switch l.Op {
		case Add:
			r.Lines = append(r.Lines, Line{Delete, l.Text})
		case Delete:
			added = append(added, Line{Add, l.Text})
		default:
			r.Lines = append(append(r.Lines, added...), l)
			added = nil
		}
	}
	r.Lines = append(r.Lines, added...)
	return &r
}
