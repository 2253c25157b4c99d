// SPDX-License-Identifier: MIT

package patch

import (
	"iter"
	"slices"
	"strings"
)

// An image is the text of a file while hunks are applied to it. Indexes are
// from 0.
type image []imageLine

type imageLine struct {
	text  string // with its line end
	old   int    // number in the text before the patch, from 1; 0 for a line that was added
	hunk  *Hunk  // the last one that it is in
	fixed bool   // the current file's hunks have written it: they do not match it again
}

func newImage(text []byte) image {
	if len(text) == 0 {
		return nil
	}
	lines := strings.SplitAfter(string(text), "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	img := make(image, len(lines))
	for i, line := range lines {
		img[i] = imageLine{text: line, old: i + 1}
	}
	return img
}

func (img image) bytes() []byte {
	var b strings.Builder
	for _, l := range img {
		b.WriteString(l.text)
	}
	return []byte(b.String())
}

// release lets the lines match again, for the hunks of another file section.
func (img image) release() {
	for i := range img {
		img[i].fixed = false
	}
}

// A target is what a hunk looks for: lines, about at an index, which have to be
// the first or the last of the file.
type target struct {
	lines      []string
	at         int
	first, end bool
}

// target gives what the hunk looks for. Like git it starts from the line in the
// new text, since earlier hunks are applied already.
func (h *Hunk) target() target {
	context := 0 // lines after the last change
	for i := len(h.Lines) - 1; i >= 0 && h.Lines[i].Op == Context; i-- {
		context++
	}
	at := h.NewStart
	if h.NewLines > 0 {
		at--
	}
	return target{
		lines: h.texts(Add),
		at:    max(at, 0),
		first: h.OldStart <= 1,
		end:   context == 0,
	}
}

// find gives the index where the target is, or -1: at its place, or else at the
// nearest one, further down before further up.
func (img image) find(t target) int {
	last := len(img) - len(t.lines)
	at := min(t.at, len(img))
	switch {
	case last < 0, t.first && t.end && last > 0:
		return -1
	case t.first:
		at, last = 0, 0
	case t.end:
		at = last
	}
	if at <= last && img.matches(at, t.lines) {
		return at
	}
	if t.first || t.end {
		return -1
	}
	best := -1
	for i := range img.all(t.lines) {
		if best < 0 || abs(i-at) <= abs(best-at) {
			best = i
		}
	}
	return best
}

func (img image) matches(at int, lines []string) bool {
	for i, line := range lines {
		if !img[at+i].is(line) {
			return false
		}
	}
	return true
}

func (l *imageLine) is(text string) bool { return !l.fixed && l.text == text }

// all gives every index at which the lines are, in order. It is the search of
// Knuth, Morris and Pratt: its time does not grow with the number of lines even
// where all are alike.
func (img image) all(lines []string) iter.Seq[int] {
	back := make([]int, len(lines)+1) // the longest beginning that the first i lines end with
	for i, n := 1, 0; i < len(lines); i++ {
		for n > 0 && lines[i] != lines[n] {
			n = back[n]
		}
		if lines[i] == lines[n] {
			n++
		}
		back[i+1] = n
	}
	return func(yield func(int) bool) {
		n := 0
		for i := range img {
			for n > 0 && (n == len(lines) || !img[i].is(lines[n])) {
				n = back[n]
			}
			if img[i].is(lines[n]) {
				n++
			}
			if n == len(lines) && !yield(i+1-n) {
				return
			}
		}
	}
}

// apply puts the lines of a hunk in the place of those at an index.
func (img image) apply(h *Hunk, at int, lines []Line) image {
	written := make(image, 0, len(lines))
	i := at
	for _, l := range lines {
		if l.Op == Add {
			written = append(written, imageLine{text: l.Text, hunk: h, fixed: true})
			continue
		}
		if l.Op == Context {
			written = append(written, imageLine{text: img[i].text, old: img[i].old, hunk: h, fixed: true})
		}
		i++
	}
	return slices.Replace(img, at, i, written...)
}
