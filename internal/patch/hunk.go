// SPDX-License-Identifier: MIT

package patch

import (
	"fmt"
	"math"
	"strings"

	"github.com/bluekeyes/go-gitdiff/gitdiff"
)

// readHunk reads the hunk that begins with the first of lines and tells how
// many lines it has. The library is given no more than can belong to it.
func readHunk(lines []string) (h *Hunk, n int, err error) {
	end := 1
	for end < len(lines) && inHunk(lines[end]) {
		end++
	}
	const header = "--- a\n+++ b\n"
	files, _, err := gitdiff.Parse(strings.NewReader(header + strings.Join(lines[:end], "")))
	if err != nil {
		return nil, 0, malformed(err, lines, end)
	}
	if len(files) != 1 || len(files[0].TextFragments) != 1 {
		return nil, 0, fmt.Errorf("malformed hunk header %q", chomp(lines[0]))
	}
	frag := files[0].TextFragments[0]
	for _, v := range []int64{frag.OldPosition, frag.OldLines, frag.NewPosition, frag.NewLines} {
		if v < 0 || v > math.MaxInt32 {
			return nil, 0, fmt.Errorf("hunk header %q is out of range", chomp(lines[0]))
		}
	}
	h = &Hunk{
		OldStart: int(frag.OldPosition), OldLines: int(frag.OldLines),
		NewStart: int(frag.NewPosition), NewLines: int(frag.NewLines),
		Section: frag.Comment,
		Lines:   make([]Line, 0, len(frag.Lines)),
	}
	for _, l := range frag.Lines {
		h.Lines = append(h.Lines, Line{Op(l.Op.String()[0]), l.Line})
	}
	return h, length(lines, h), nil
}

// length counts the lines of a hunk in the diff: its header, its own and those
// that say that there is no newline.
func length(lines []string, h *Hunk) int {
	n := 1
	for left := len(h.Lines); left > 0; n++ {
		if lines[n][0] != '\\' {
			left--
		}
	}
	if n < len(lines) && lines[n][0] == '\\' {
		n++
	}
	return n
}

// inHunk tells whether a line can be one of a hunk. An empty line is an empty
// line of context that has lost its space.
func inHunk(line string) bool {
	switch line[0] {
	case ' ', '+', '-', '\\', '\n':
		return true
	}
	return false
}

// malformed puts the library's error into words of the input. Its line numbers
// are those of the piece it was given.
func malformed(err error, lines []string, end int) error {
	_, what, _ := strings.Cut(strings.TrimPrefix(err.Error(), "gitdiff: "), ": ")
	err = fmt.Errorf("malformed hunk %q: %s", chomp(lines[0]), what)
	if end < len(lines) && !strings.HasPrefix(lines[end], hunkStart) && !isStart(lines[end:]) {
		err = fmt.Errorf("%w, before %q: a mailer may have wrapped a line", err, chomp(lines[end]))
	}
	return err
}
