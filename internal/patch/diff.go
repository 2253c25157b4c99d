// SPDX-License-Identifier: MIT

package patch

import (
	"errors"
	"fmt"
	"strings"
)

// A diffReader reads the files out of a text that holds a diff, and steps over
// all else, as "git apply" does. After what it cannot read it goes on with the
// next hunk or file.
type diffReader struct {
	lines   []string // each with its "\n"
	file    func(*File, names)
	fail    func(index int, path string, err error) // index is that of a line
	note    func(index int, text string)
	current *File
	path    string // of the current file, for messages
}

// splitLines cuts a text into lines that all end in "\n". Where the lines that
// make the structure of a diff end in CRLF, a mailer or an editor has made them
// so, and one CR is taken off every line.
func splitLines(text string) []string {
	if text == "" {
		return nil
	}
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	lines := strings.SplitAfter(text, "\n")
	lines = lines[:len(lines)-1]
	for _, line := range lines {
		if !strings.HasPrefix(line, "diff --git ") && !strings.HasPrefix(line, "@@ -") {
			continue
		}
		if strings.HasSuffix(line, "\r\n") {
			for i, l := range lines {
				lines[i] = withoutCR(l)
			}
		}
		break
	}
	return lines
}

// withoutCR turns a CRLF at the end into LF.
func withoutCR(line string) string {
	if s, ok := strings.CutSuffix(line, "\r\n"); ok {
		return s + "\n"
	}
	return line
}

// read reads the whole text.
func (d *diffReader) read() {
	for i := 0; i < len(d.lines); {
		line := d.lines[i]
		switch {
		case isCombined(line):
			d.fail(i, "", ErrCombined)
			i = d.skip(i+1, isStart)
		case strings.HasPrefix(line, gitStart):
			i = d.gitFile(i)
		case isPlainStart(d.lines[i:]):
			i = d.plainFile(i)
		case strings.HasPrefix(line, hunkStart):
			if _, _, err := readHunk(d.lines[i:]); err == nil {
				d.fail(i, "", errors.New("a hunk without the name of a file before it"))
			}
			i++
		default:
			i++
		}
	}
}

// skip gives the first line from i on for which stop holds.
func (d *diffReader) skip(i int, stop func(rest []string) bool) int {
	for i < len(d.lines) && !stop(d.lines[i:]) {
		i++
	}
	return i
}

// gitFile reads a file that begins with "diff --git".
func (d *diffReader) gitFile(i int) int {
	start := i
	d.current, d.path = &File{Line: i}, ""
	n, end, err := gitHeader(d.current, d.lines[i:])
	if err != nil {
		d.fail(i+end, "", err)
		return d.skip(i+1, isStart)
	}
	d.path = n.show()
	i += end
	if i < len(d.lines) && isBinaryMark(d.lines[i]) {
		d.current.Binary = true
		i++
	}
	i, bad := d.hunks(i)
	f := d.current
	f.omitted = f.omitted && len(f.Hunks) == 0 && !f.Binary && !bad
	modes := f.OldMode != f.NewMode && f.OldMode != 0 && f.NewMode != 0
	if len(f.Hunks) == 0 && !f.Binary && !f.Create && !f.Delete && !f.Rename && !f.Copy && !modes {
		if !bad {
			d.fail(start, d.path, errors.New("the diff changes nothing"))
		}
		return i
	}
	d.file(f, n)
	return i
}

// plainFile reads a file that begins with "---" and "+++", as of "diff -u".
func (d *diffReader) plainFile(i int) int {
	d.current = &File{Line: i}
	n := plainHeader(d.current, d.lines[i:])
	d.path = n.show()
	i, _ = d.hunks(i + 2)
	if len(d.current.Hunks) > 0 {
		d.file(d.current, n)
	}
	return i
}

// hunks reads the hunks of the current file and gives the line after them. Bad
// ones are reported and left out.
func (d *diffReader) hunks(i int) (end int, bad bool) {
	for i < len(d.lines) && strings.HasPrefix(d.lines[i], hunkStart) {
		h, n, err := readHunk(d.lines[i:])
		if err != nil {
			d.fail(i, d.path, err)
			bad = true
			i = d.skip(i+1, func(rest []string) bool {
				return strings.HasPrefix(rest[0], hunkStart) || isStart(rest)
			})
			continue
		}
		h.At = i
		d.current.Hunks = append(d.current.Hunks, h)
		h.Number = len(d.current.Hunks)
		i += n
		if i < len(d.lines) && isLeftOver(d.lines[i:]) {
			d.note(i, fmt.Sprintf("%q is not counted by the header of the hunk before it, and ignored", chomp(d.lines[i])))
		}
	}
	return i, bad
}

// isLeftOver tells whether a line after a hunk looks as if it were meant to be of it.
func isLeftOver(rest []string) bool {
	line := rest[0]
	switch line[0] {
	case '+':
		return true
	case ' ':
		return strings.TrimSpace(line) != ""
	case '-':
		return strings.TrimRight(line, " \n") != "--" && !strings.HasPrefix(line, "--- ")
	}
	return false
}

// The beginnings of lines that make the structure of a diff.
const (
	gitStart  = "diff --git "
	oldStart  = "--- "
	newStart  = "+++ "
	hunkStart = "@@ -"
)

func isCombined(line string) bool {
	return strings.HasPrefix(line, "diff --cc ") || strings.HasPrefix(line, "diff --combined ")
}

func isStart(rest []string) bool {
	return strings.HasPrefix(rest[0], gitStart) || isCombined(rest[0]) || isPlainStart(rest)
}

func isPlainStart(rest []string) bool {
	return len(rest) >= 3 && strings.HasPrefix(rest[0], oldStart) && strings.HasPrefix(rest[1], newStart) &&
		strings.HasPrefix(rest[2], hunkStart)
}

func isBinaryMark(line string) bool {
	return line == "GIT binary patch\n" || strings.HasSuffix(line, " differ\n") &&
		(strings.HasPrefix(line, "Binary files ") || strings.HasPrefix(line, "Files "))
}
