// SPDX-License-Identifier: MIT

package patch

import "cmp"

// An Origin says where a line of a patched text comes from.
type Origin struct {
	Old  int   // the line of the old text, from 1; 0 if the patch added it
	Hunk *Hunk // the hunk that added it or has it as context; nil outside of hunks
}

// Lines relates the lines of a file before and after a patch. Lines are counted
// from 1.
type Lines struct {
	From   string // the file that the old lines are of; "" for a new one
	origin []Origin
	now    []int // by old line
}

func newLines(from string, img image, old int) *Lines {
	l := &Lines{From: from, origin: make([]Origin, len(img)), now: make([]int, old)}
	for i, line := range img {
		l.origin[i] = Origin{line.old, line.hunk}
		if line.old > 0 {
			l.now[line.old-1] = i + 1
		}
	}
	return l
}

// Len is the number of lines of the new text.
func (l *Lines) Len() int { return len(l.origin) }

// At tells where a line of the new text comes from. The zero value is that of
// lines which do not exist.
func (l *Lines) At(line int) Origin {
	if line < 1 || line > len(l.origin) {
		return Origin{}
	}
	return l.origin[line-1]
}

// New gives the line of the new text that an old one has become; 0 if it is gone.
func (l *Lines) New(old int) int {
	if old < 1 || old > len(l.now) {
		return 0
	}
	return l.now[old-1]
}

// Changed tells whether a line was added, or lines were taken away just before it,
// and gives the hunk that did so; nil if neither.
func (l *Lines) Changed(line int) *Hunk {
	o, before := l.At(line), l.At(line-1)
	switch {
	case o.Old == 0:
		return o.Hunk
	case line == 1 && o.Old > 1, before.Old > 0 && before.Old+1 != o.Old:
		return cmp.Or(o.Hunk, before.Hunk)
	}
	return nil
}

// Nearest gives the hunk with a change that is nearest to a line, and the line of
// that change, within lo and hi, the first and the last line of a function for
// instance. It is nil if nothing has changed there.
func (l *Lines) Nearest(line, lo, hi int) (*Hunk, int) {
	lo, hi = max(lo, 1), min(hi, len(l.origin))
	for d := 0; line-d >= lo || line+d <= hi; d++ {
		for _, i := range []int{line - d, line + d} {
			// Lines taken away before the first are not of the range.
			if i < lo || i > hi || i == lo && l.At(i).Old > 0 {
				continue
			}
			if h := l.Changed(i); h != nil {
				return h, i
			}
		}
	}
	return nil, 0
}
