// SPDX-License-Identifier: MIT

package patch

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// A body gathers what the parts of one mail hold: prose first, and from the
// first line on that begins a diff, or parts it off with "---", only diffs.
type body struct {
	r      *reader
	prose  []string // lines, in UTF-8
	inDiff bool
	tried  bool // something in it wanted to be a diff
	files  []*File
	names  []names
	base   string
}

// diffMark is the line that ends a commit message.
var diffMark = regexp.MustCompile(`^(diff -|Index: |--- \S|---\s*$)`)

var baseCommit = regexp.MustCompile(`^base-commit: ([0-9a-f]{7,64})\s*$`)

// add reads one part.
func (b *body) add(p part) {
	lines := splitLines(p.text)
	i := 0
	if !b.inDiff {
		for i < len(lines) && !diffMark.MatchString(lines[i]) {
			i++
		}
	}
	prose, diff := lines[:i], lines[i:]
	if p.flowed {
		if line, ok := unflow(diff); !ok {
			b.r.fail(p.line+i+line, p.decoded, "", errors.New("the line ends in a space in a mail with format=flowed: it may have been wrapped"))
		}
	}
	if !p.attached {
		for _, line := range prose {
			b.prose = append(b.prose, strings.TrimRight(decodeText(line, p.charset), " \r\n"))
		}
	}
	b.inDiff = b.inDiff || len(diff) > 0
	b.findBase(diff)
	b.diff(p, i, diff)
}

// findBase looks for the trailer that "git format-patch --base" writes.
func (b *body) findBase(lines []string) {
	for _, line := range lines {
		if m := baseCommit.FindStringSubmatch(line); m != nil {
			b.base = m[1]
		}
	}
}

// diff reads the files of the part's lines from the i-th on.
func (b *body) diff(p part, i int, lines []string) {
	number := func(index int) int { return p.line + i + index }
	d := &diffReader{lines: lines}
	d.fail = func(index int, path string, err error) {
		b.tried = true
		b.r.fail(number(index), p.decoded, path, err)
	}
	d.note = func(index int, text string) {
		b.r.series.Notes = append(b.r.series.Notes, fmt.Sprintf("%s:%d: %s", b.r.name, number(index), text))
	}
	d.file = func(f *File, n names) {
		b.tried = true
		f.Line, f.Decoded = number(f.Line), p.decoded
		for _, h := range f.Hunks {
			h.At = number(h.At)
		}
		b.files, b.names = append(b.files, f), append(b.names, n)
	}
	d.read()
}

// finish gives the files their names and drops those that make no sense.
func (b *body) finish() []*File {
	settle(b.files, b.names)
	var good []*File
	for _, f := range b.files {
		if err := f.check(); err != nil {
			b.r.fail(f.Line, f.Decoded, f.Path(), err)
			continue
		}
		good = append(good, f)
	}
	return good
}

// unflow undoes what format=flowed does to the lines of a diff: a space is put
// before those that begin with one. A line that begins with a single space
// shows that the mailer did not do so. A line that ends with a space may go on
// in the next one; its index is given with false.
func unflow(lines []string) (soft int, ok bool) {
	stuffed := true
	for _, line := range lines {
		if len(line) > 2 && line[0] == ' ' && line[1] != ' ' {
			stuffed = false
		}
	}
	soft = -1
	for i, line := range lines {
		if stuffed {
			lines[i] = strings.TrimPrefix(line, " ")
		}
		text := strings.TrimRight(line, "\r\n")
		if text == "-- " {
			break
		}
		if soft < 0 && strings.HasSuffix(text, " ") && strings.TrimSpace(text) != "" {
			soft = i
		}
	}
	return soft, soft < 0
}

// inBody is a header at the beginning of a mail's text, for which git am takes
// it: the author's when another one sends it.
var inBody = regexp.MustCompile(`^(From|Date|Subject): ?(.*)$`)

// message makes the commit message out of the prose. A subject in it counts
// more than that of the mail.
func (b *body) message(sub subject) (subject, string) {
	lines := b.prose
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 {
		m := inBody.FindStringSubmatch(lines[0])
		if m == nil {
			break
		}
		end := 1
		for end < len(lines) && strings.HasPrefix(lines[end], " ") {
			end++
		}
		if m[1] == "Subject" {
			text := m[2] + strings.Join(lines[1:end], "")
			sub.text = parseSubject(decodeHeader(text)).text
		}
		lines = lines[end:]
	}
	text := strings.Trim(strings.Join(lines, "\n"), "\n")
	return sub, strings.TrimSpace(sub.text + "\n\n" + text)
}
