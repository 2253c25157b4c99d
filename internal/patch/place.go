// SPDX-License-Identifier: MIT

package patch

import (
	"fmt"
	"strings"
)

// hunks applies the hunks of the current file one after the other, and tells
// whether all of them could be.
func (a *applier) hunks(v *version) (all bool) {
	all = true
	for _, h := range a.file.Hunks {
		if c := a.hunk(v, h); c != nil {
			a.fail(h.At, c)
			all = false
		}
	}
	return all
}

// hunk applies one hunk or tells why not.
func (a *applier) hunk(v *version, h *Hunk) *Conflict {
	t := h.target()
	// Lines inserted without context may go where they say, at the ends only.
	if len(t.lines) == 0 && h.OldStart != 0 && t.at != len(v.image) {
		return &Conflict{Hunk: h, why: noContext}
	}
	if at := v.image.find(t); at >= 0 {
		a.put(v, h, at, h.Lines)
		return nil
	}
	if other, ends := h.otherEnds(); other != nil {
		if at := v.image.find(other.target()); at >= 0 {
			a.put(v, h, at, other.Lines)
			a.noteOnce("the file has %s line ends and the patch has not; its lines were given them", ends)
			return nil
		}
	}
	return v.image.conflict(h, t, &a.cost)
}

// put writes a hunk's lines at an index.
func (a *applier) put(v *version, h *Hunk, at int, lines []Line) {
	v.image = v.image.apply(h, at, lines)
	if offset := at - h.target().at; offset != 0 && len(h.Lines) > 0 {
		a.out.Offsets[h] = offset
	}
}

const noContext = "it has no context to be sure of its place, as with diff -U0"

func (a *applier) noteOnce(format string, args ...any) {
	n := len(a.out.Notes)
	a.note(format, args...)
	for _, have := range a.out.Notes[:n] {
		if have == a.out.Notes[n] {
			a.out.Notes = a.out.Notes[:n]
			return
		}
	}
}

// otherEnds gives a hunk that has only LF with CRLF, and one that has only CRLF
// with LF; nil for one that has both.
func (h *Hunk) otherEnds() (other *Hunk, ends string) {
	crlf, lf := 0, 0
	for _, l := range h.Lines {
		if strings.HasSuffix(l.Text, "\r\n") {
			crlf++
		} else if strings.HasSuffix(l.Text, "\n") {
			lf++
		}
	}
	if (crlf > 0) == (lf > 0) {
		return nil, ""
	}
	o := *h
	o.Lines = make([]Line, len(h.Lines))
	for i, l := range h.Lines {
		if crlf > 0 {
			l.Text = withoutCR(l.Text)
		} else if s, ok := strings.CutSuffix(l.Text, "\n"); ok {
			l.Text = s + "\r\n"
		}
		o.Lines[i] = l
	}
	if crlf > 0 {
		return &o, "LF"
	}
	return &o, "CRLF"
}

// conflict finds out why a hunk has no place.
func (img image) conflict(h *Hunk, t target, cost *int) *Conflict {
	c := &Conflict{Hunk: h}
	if at := img.find(h.reverse().target()); at >= 0 && h.NewLines > 0 {
		c.Applied = at + 1
		return c
	}
	at, equal := img.nearest(t, cost)
	if equal*2 <= len(t.lines) {
		return c
	}
	c.Near, c.Differ = at+1, len(t.lines)-equal
	fixed := false
	for i, line := range t.lines {
		l := img[at+i]
		fixed = fixed || l.fixed
		if l.text != line && c.Line == 0 {
			c.Line, c.Got, c.Want = at+i+1, l.text, line
		}
	}
	if c.Differ > 0 {
		return c
	}
	switch where := fmt.Sprintf("its lines are at line %d", c.Near); {
	case fixed:
		c.why = where + ", which an earlier hunk has written"
	case h.OldStart > 1 && len(h.texts(Context)) == len(h.Lines):
		c.why = where + ", but " + noContext
	case t.first && at > 0:
		c.why = where + ", but a hunk that begins at line 1 has to be at the beginning"
	default:
		c.why = where + ", but a hunk without context at its end has to be at the end of the file"
	}
	return c
}

// maxCost is how many lines are compared to find nearest places for the
// conflicts of one patch.
const maxCost = 1 << 27

// nearest gives the index at which most lines of the target are equal, and how
// many are; of several the one that is nearest to its place. Where it would cost
// too much, only a window around that is looked at.
func (img image) nearest(t target, cost *int) (at, equal int) {
	last := len(img) - len(t.lines)
	want := min(t.at, last)
	window := (maxCost - *cost) / 4 / (len(t.lines) + 1)
	best := -1
	for i := max(0, want-window); i <= min(last, want+window); i++ {
		*cost += len(t.lines)
		n := 0
		for j, line := range t.lines {
			if img[i+j].text == line {
				n++
			}
		}
		if n > equal || n == equal && abs(i-want) < abs(best-want) {
			best, equal = i, n
		}
	}
	return best, equal
}

func abs(n int) int { return max(n, -n) }
