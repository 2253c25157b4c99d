// SPDX-License-Identifier: MIT

package patch

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// maxHeader is the length in bytes above which a line of a file's header is not
// read. Two paths of the kernel's PATH_MAX fit in it.
const maxHeader = 10_000

// headerLines are the lines after "diff --git" and what they say.
var headerLines = []struct {
	start string
	set   func(f *File, n *names, rest string) error
}{
	{oldStart, func(_ *File, n *names, s string) error { return n.set(&n.minus, s) }},
	{newStart, func(_ *File, n *names, s string) error { return n.set(&n.plus, s) }},
	{"old mode ", func(f *File, _ *names, s string) error { return setMode(&f.OldMode, s) }},
	{"new mode ", func(f *File, _ *names, s string) error { return setMode(&f.NewMode, s) }},
	{"deleted file mode ", func(f *File, _ *names, s string) error { f.Delete = true; return setMode(&f.OldMode, s) }},
	{"new file mode ", func(f *File, _ *names, s string) error { f.Create = true; return setMode(&f.NewMode, s) }},
	{"copy from ", func(f *File, n *names, s string) error { f.Copy = true; return n.set(&n.from, s) }},
	{"copy to ", func(f *File, n *names, s string) error { f.Copy = true; return n.set(&n.to, s) }},
	{"rename from ", func(f *File, n *names, s string) error { f.Rename = true; return n.set(&n.from, s) }},
	{"rename to ", func(f *File, n *names, s string) error { f.Rename = true; return n.set(&n.to, s) }},
	{"rename old ", func(f *File, n *names, s string) error { f.Rename = true; return n.set(&n.from, s) }},
	{"rename new ", func(f *File, n *names, s string) error { f.Rename = true; return n.set(&n.to, s) }},
	{"similarity index ", nil},
	{"dissimilarity index ", nil},
	{"index ", setIndex},
}

// gitHeader reads the header that begins with "diff --git". It gives the index
// of the first line after it, or of the one that it could not read.
func gitHeader(f *File, lines []string) (n names, end int, err error) {
	if len(lines[0]) > maxHeader {
		return n, 0, errors.New("the line is too long for the header of a file")
	}
	n.git[0], n.git[1] = splitNames(strings.TrimPrefix(chomp(lines[0]), gitStart))
	for end = 1; end < len(lines); end++ {
		known, err := headerLine(f, &n, chomp(lines[end]))
		if err != nil {
			return n, end, err
		}
		if !known {
			break
		}
	}
	f.Create = f.Create || n.minus == devNull
	f.Delete = f.Delete || n.plus == devNull
	if f.Rename || f.Copy {
		if n.from == "" || n.to == "" {
			return n, 0, errors.New("one of the names of a rename or copy is missing")
		}
	} else if n.git[0] == "" && (n.minus == "" || n.plus == "") {
		return n, 0, errors.New("the header does not tell the name of the file")
	}
	return n, end, nil
}

func headerLine(f *File, n *names, line string) (known bool, err error) {
	for _, h := range headerLines {
		rest, ok := strings.CutPrefix(line, h.start)
		if !ok {
			continue
		}
		if len(line) > maxHeader {
			return true, errors.New("the line is too long for the header of a file")
		}
		if h.set == nil {
			return true, nil
		}
		return true, h.set(f, n, rest)
	}
	return false, nil
}

func setMode(mode *uint32, s string) error {
	v, err := strconv.ParseUint(strings.TrimSpace(s), 8, 32)
	if err != nil {
		return fmt.Errorf("%q is not a file mode", s)
	}
	*mode = uint32(v)
	return nil
}

// emptyBlobs are how the names of git's empty object begin, for SHA-1 and SHA-256.
var emptyBlobs = regexp.MustCompile(`^(e69de29|473a0f4)`)

// setIndex reads "1234..5678 100644"; the mode is there when it stays the same.
func setIndex(f *File, _ *names, s string) error {
	f.omitted = f.Delete && !emptyBlobs.MatchString(s)
	if _, mode, ok := strings.Cut(s, " "); ok && mode != "" {
		if err := setMode(&f.OldMode, mode); err != nil {
			return err
		}
		f.NewMode = f.OldMode
	}
	return nil
}

// plainHeader reads the two lines before the first hunk of a diff not made by git.
func plainHeader(f *File, lines []string) names {
	f.plain = true
	n := names{plain: true}
	before, after := strings.TrimPrefix(chomp(lines[0]), oldStart), strings.TrimPrefix(chomp(lines[1]), newStart)
	n.minus, n.plus = plainName(before), plainName(after)
	f.Create = n.minus == devNull || n.plus != devNull && isEpoch(before)
	f.Delete = n.plus == devNull || !f.Create && isEpoch(after)
	return n
}

// isEpoch tells whether a name is followed by the time 0, which is how diff -N
// marks a file that is not there.
func isEpoch(line string) bool {
	_, stamp, ok := strings.Cut(line, "\t")
	if !ok {
		return false
	}
	stamp = strings.TrimSpace(stamp)
	for _, layout := range []string{"2006-01-02 15:04:05.9 -0700", "2006-01-02 15:04:05.9 -07:00"} {
		if t, err := time.Parse(layout, stamp); err == nil {
			return t.Equal(time.Unix(0, 0))
		}
	}
	return false
}
