// SPDX-License-Identifier: MIT

// Package lint holds the words that rules, driver and reports share: what a rule
// is, and what it found.
//
// Positions are those of go/token: lines and columns count from 1, columns in
// bytes, offsets from 0. Paths are relative to the root of the tree and use
// slashes.
package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Severity ranks findings.
type Severity uint8

// The severities, the lowest first. The zero Severity stands for that of the
// rule. Never is above all: no finding has it.
const (
	Unset Severity = iota
	Note
	Warning
	Error
	Never
)

var severityNames = [...]string{"", "note", "warning", "error", "never"}

func (s Severity) String() string { return severityNames[s] }

// MarshalText writes the severity's name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a severity's name.
func (s *Severity) UnmarshalText(text []byte) error {
	i := slices.Index(severityNames[:], string(text))
	if i < int(Note) {
		return fmt.Errorf("unknown severity %q (want error, warning, note or never)", text)
	}
	*s = Severity(i)
	return nil
}

// A Rule is a kind of misuse: the analyzer that finds it, and what people are
// told about it.
type Rule struct {
	Name     string             // as users see it, with hyphens
	Severity Severity           // the highest that it reports
	Analyzer *analysis.Analyzer // its result is []*Finding
	Doc      Doc
}

// A Range is a piece of a file.
type Range struct {
	File       string
	Start, End Position
}

// A Position is a place in a file: the line and the column, in bytes, from 1,
// and the offset in bytes from 0.
type Position struct{ Line, Column, Offset int }

// IsValid tells whether a range is anywhere.
func (r Range) IsValid() bool { return r.File != "" && r.Start.Line > 0 }

func (r Range) String() string {
	return fmt.Sprintf("%s:%d:%d", r.File, r.Start.Line, r.Start.Column)
}

// A Step is one thing on the way to a finding, in the order in which it
// happens.
type Step struct {
	At   Range
	Text string
}

// A Fix is a way to mend a finding. The edits belong together, lie in order and
// do not overlap.
type Fix struct {
	Message string
	Edits   []Edit
}

// An Edit puts text in the place of a range.
type Edit struct {
	At      Range
	NewText string
}

// A Finding is one misuse.
type Finding struct {
	Rule     string
	Severity Severity
	At       Range
	Function string // the function around it
	Entry    string // the entry of the family that it is about, "" for none
	Message  string
	Steps    []Step
	Contract Range  // the line of the tree that it breaks, if one says so
	Cond     string // the #if condition under which the code exists, "" for none
	Fixes    []Fix
	// Expr is the text of the call or expression, as the fingerprint has it.
	Expr string
	// May tells that it holds on some paths only that may not exist: it is
	// shown with --strict.
	May bool
	// Unneeded tells that what stands there does nothing: editors show it faded.
	Unneeded bool
	// Fingerprint tells the finding from others, whatever line it is on.
	Fingerprint string
	// Origin tells what a patch has to do with it; nil where none was judged.
	Origin *Origin
}

// A Gap is a piece of code that could not be read.
type Gap struct {
	At       Range
	Function string
	Reason   string
	// Call tells that a call of an entry is lost with it.
	Call bool
}

// Compare orders findings by place, then by rule and message.
func Compare(a, b *Finding) int {
	return cmp.Or(strings.Compare(a.At.File, b.At.File), cmp.Compare(a.At.Start.Offset, b.At.Start.Offset),
		cmp.Compare(a.At.End.Offset, b.At.End.Offset), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Message, b.Message),
		strings.Compare(a.Cond, b.Cond))
}

// A Result is what one run found, with the words that go with it.
type Result struct {
	Tree     string // its root, as the user named it or found by climbing
	Kernel   string // the version, "" if the tree does not say
	Builtin  string // the version of the built-in contract where the tree has none
	Findings []*Finding
	Gaps     []Gap
	Stats    Stats
	// Suppressed counts the findings that comments hide, Baselined those that
	// the baseline does. Stale lists what the baseline has too much.
	Suppressed, Baselined int
	Stale                 []Known
	Warnings              []string
}

// Stats counts what a run did.
type Stats struct {
	Files     int     `json:"files_read"`
	Parsed    int     `json:"files_parsed"`
	Functions int     `json:"functions"` // with GUP calls
	Sites     int     `json:"sites"`
	Seconds   float64 `json:"seconds"`
}
