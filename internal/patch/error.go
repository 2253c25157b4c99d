// SPDX-License-Identifier: MIT

package patch

import (
	"errors"
	"fmt"
	"strings"
)

// An Error is what could not be read or applied, and where it stands.
type Error struct {
	Source  string // the name of the input
	Line    int    // in the input, from 1: the line itself, or where its patch begins
	Decoded int    // the line in the decoded text of a mail's part, when Line is not the line itself
	Path    string // the file of the tree, if it is about one
	Err     error
}

// Error gives "INPUT:LINE: PATH: what".
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d: ", e.Source, e.Line)
	if e.Decoded > 0 {
		fmt.Fprintf(&b, "decoded line %d: ", e.Decoded)
	}
	if e.Path != "" {
		fmt.Fprintf(&b, "%s: ", e.Path)
	}
	b.WriteString(e.Err.Error())
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }

// Errors that a caller may want to tell from others.
var (
	ErrNoPatch  = errors.New("no patch in it")
	ErrCombined = errors.New("a combined diff, as merges have it, cannot be applied")
	ErrPath     = errors.New("the path leads out of the tree")
	ErrThere    = errors.New("the file that the patch creates is there already, just as the patch has it")
	ErrRange    = errors.New("not a revision or range that can be read")
)

// A Conflict says why a hunk does not apply. Lines are those of the text as the
// earlier hunks of the patch have left it, from 1.
type Conflict struct {
	Hunk    *Hunk
	Applied int    // where the hunk's result stands already; 0 if it does not
	Near    int    // the place where most of the hunk's lines are equal; 0 if nowhere half of them are
	Differ  int    // at Near: how many lines differ
	Line    int    // at Near: the first line that differs
	Got     string // what stands there
	Want    string // what the hunk has
	why     string // what is known besides
}

// Error describes the conflict without naming the file.
func (c *Conflict) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "hunk %d (%s) does not apply", c.Hunk.Number, c.Hunk.Header())
	switch {
	case c.Applied > 0:
		fmt.Fprintf(&b, ": its result is there already, at line %d", c.Applied)
	case c.Near > 0 && c.Differ > 0:
		got, want := chomp(c.Got), chomp(c.Want)
		if got == want {
			got, want = c.Got, c.Want // one of them is without a newline
		}
		fmt.Fprintf(&b, ": nearest is line %d, where %d of its %d lines differ; line %d is %q, not %q",
			c.Near, c.Differ, c.Hunk.OldLines, c.Line, got, want)
	case c.Near == 0 && c.Hunk.OldLines > 0:
		b.WriteString(": nothing in the file is like it")
	}
	if c.why != "" {
		b.WriteString(": " + c.why)
	}
	return b.String()
}

func chomp(s string) string { return strings.TrimSuffix(s, "\n") }
