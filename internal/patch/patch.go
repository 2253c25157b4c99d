// SPDX-License-Identifier: MIT

package patch

import (
	"fmt"
	"strings"
)

// A Series is what one input holds: patches, in the order in which they apply.
type Series struct {
	Cover   string   // the subject of the cover letter, "" without one
	Base    string   // the commit that the series is made for, when it is known
	Patches []*Patch // by number when they are numbered alike, else as they lie in the input
	Replies []*Patch // diffs in answers to other mails, which are no part of the series
	Notes   []string // what was left out or looks odd, one sentence each
}

// A Patch is one commit, one mail or one plain diff.
type Patch struct {
	Subject       string // decoded, without "[PATCH 1/2]"; "" for a plain diff
	Number, Total int    // of "[PATCH 1/2]"; 0 when it is not said
	Version       int    // of "[PATCH v2]"; 1 when it is not said
	Commit        string // the commit it was made from, as the input names it, or ""
	ID            string // the Message-ID without brackets, or ""
	Message       string // the commit message with its subject, without notes and diff
	Source        string // the name of the input
	Line          int    // where it begins in the input, from 1
	Files         []*File
}

// A File is what a patch does to one file. Names are relative to the tree, with
// slashes and without "a/" and "b/".
type File struct {
	Old, New         string // "" when there is none: Old of a new file, New of a deleted one
	Create, Delete   bool
	Rename, Copy     bool
	Binary           bool   // contents are not known and not applied
	OldMode, NewMode uint32 // as git writes them, as 0o100644; 0 when not said
	Hunks            []*Hunk
	Line             int  // of the first line of its header, from 1
	Decoded          bool // lines are counted in the decoded text of a mail's part, not in the input

	plain   bool // not of git: that the file is new need not be said
	omitted bool // deleted, and what was in it is not told (git diff -D)
}

// Path is the name to show for the file: the new one if it has one.
func (f *File) Path() string {
	if f.New != "" {
		return f.New
	}
	return f.Old
}

// Modes of files that are not regular, as git writes them.
const (
	modeType    = 0o170000
	modeSymlink = 0o120000
	modeGitlink = 0o160000
)

// special names what the file is if it is no regular file, "" if it is one.
func (f *File) special() string {
	for _, mode := range []uint32{f.OldMode, f.NewMode} {
		switch mode & modeType {
		case modeSymlink:
			return "symbolic link"
		case modeGitlink:
			return "submodule"
		}
	}
	return ""
}

// A Hunk is a run of changed lines with their context. Line numbers are from 1;
// of a range without lines, Start is the line before it, as in the diff.
type Hunk struct {
	Number             int // in its file, from 1
	OldStart, OldLines int
	NewStart, NewLines int
	Section            string // what follows the second @@, mostly a function's name
	Lines              []Line
	At                 int // the line of its header; see File.Decoded for in which text
}

// Header is the hunk's first line in its usual form.
func (h *Hunk) Header() string {
	s := fmt.Sprintf("@@ -%s +%s @@ %s", span(h.OldStart, h.OldLines), span(h.NewStart, h.NewLines), h.Section)
	return strings.TrimSuffix(s, " ")
}

func span(start, lines int) string {
	if lines == 1 {
		return fmt.Sprint(start)
	}
	return fmt.Sprintf("%d,%d", start, lines)
}

// An Op says what happens to a line; it is the character before it in the diff.
type Op byte

// The operations.
const (
	Context Op = ' '
	Delete  Op = '-'
	Add     Op = '+'
)

// A Line is a line of a hunk.
type Line struct {
	Op   Op
	Text string // with its "\n"; without, it is the last line of a file that ends without one
}

// texts are the lines before the change (without Add) or after it (without Delete).
func (h *Hunk) texts(without Op) []string {
	list := make([]string, 0, len(h.Lines))
	for _, l := range h.Lines {
		if l.Op != without {
			list = append(list, l.Text)
		}
	}
	return list
}
