// SPDX-License-Identifier: MIT

package driver

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// mark begins a comment that hides findings:
//
//	/* gupvet:ignore RULE reason */
const mark = "gupvet:ignore"

// A remark is such a comment.
type remark struct {
	unit         *parser.Unit
	span         syntax.Span // of the mark to the end of its line
	rule, reason string
	lo, hi       int         // the lines it is about
	all          syntax.Span // the function it is about; empty for none
	used         bool
}

// hides tells whether a remark is about a finding.
func (m *remark) hides(f *lint.Finding) bool {
	if m.rule != f.Rule || m.reason == "" || f.At.File != m.unit.Path {
		return false
	}
	return f.At.Start.Line <= m.hi && f.At.End.Line >= m.lo || m.all.Contains(syntax.Pos(f.At.Start.Offset))
}

// suppress tells which findings comments in some files hide, and finds the comments
// that are wrong or hide nothing. known are the names of all rules, ran those that were
// run.
func suppress(snap *passes.Snapshot, paths []string, list []*lint.Finding, known []string, ran map[string]bool) (hidden map[*lint.Finding]bool, bad []*lint.Finding) {
	hidden = map[*lint.Finding]bool{}
	for _, path := range paths {
		f := snap.Prog.File(path)
		if f.Unit == nil || !bytes.Contains(f.Unit.Text, []byte(mark)) {
			continue
		}
		remarks := remarksIn(f.Unit)
		for _, g := range list {
			for _, m := range remarks {
				if m.hides(g) {
					hidden[g], m.used = true, true
				}
			}
		}
		for _, m := range remarks {
			if why := m.problem(known, ran); why != "" && ran[lint.Suppression] {
				bad = append(bad, m.finding(why))
			}
		}
	}
	return hidden, bad
}

// commented lists the files in which comments are looked for. They depend on the
// tree alone, not on what else was read before.
func commented(snap *passes.Snapshot, set *passes.CallSet, list []*lint.Finding) []string {
	paths := map[string]bool{}
	for _, p := range snap.Selected() {
		paths[p] = true
	}
	if set != nil {
		addSeen(paths, set, list)
	}
	return marked(snap.Prog, slices.Collect(maps.Keys(paths)))
}

// addSeen adds the files with functions that see calls of a set, and with what was
// found there.
func addSeen(paths map[string]bool, set *passes.CallSet, list []*lint.Finding) {
	for _, s := range set.Sites {
		for _, v := range s.Views {
			paths[v.Root.File.Path] = true
		}
	}
	for _, f := range list {
		paths[f.At.File] = true
	}
}

// marked lists those of some files that say the mark, in order.
func marked(prog *callgraph.Program, paths []string) []string {
	list := slices.DeleteFunc(paths, func(p string) bool {
		f := prog.File(p)
		return f.Unit == nil || !bytes.Contains(f.Unit.Text, []byte(mark))
	})
	slices.Sort(list)
	return list
}

// problem says what is wrong with a remark, "" if nothing is.
func (m *remark) problem(known []string, ran map[string]bool) string {
	switch {
	case m.rule == "":
		return "the comment names no rule"
	case known != nil && !slices.Contains(known, m.rule):
		return fmt.Sprintf("the comment names a rule that does not exist: %q", m.rule)
	case m.reason == "":
		return "the comment gives no reason, and hides nothing without one"
	case !m.used && ran[m.rule]:
		return fmt.Sprintf("the comment hides nothing: %s has nothing to say here", m.rule)
	}
	return ""
}

func (m *remark) finding(message string) *lint.Finding {
	f := &lint.Finding{Rule: lint.Suppression, Severity: lint.Warning, Message: message, Expr: m.unit.Slice(m.span), Unneeded: true}
	f.At = lint.Range{File: m.unit.Path, Start: position(m.unit, m.span.Start), End: position(m.unit, m.span.End)}
	if it := m.unit.ItemAt(m.span.Start); it != nil {
		f.Function, f.Cond = it.Name, it.Cond
	}
	return f
}

func position(u *parser.Unit, p syntax.Pos) lint.Position {
	at := lint.Position{Offset: int(p)}
	at.Line, at.Column = u.Position(p)
	return at
}

// remarksIn finds the remarks of a file.
func remarksIn(u *parser.Unit) []*remark {
	code, comments := split(u.Text)
	var list []*remark
	for _, c := range comments {
		text := u.Text[c.Start:c.End]
		for at := 0; ; {
			n := bytes.Index(text[at:], []byte(mark))
			if n < 0 {
				break
			}
			at += n
			line, _, _ := bytes.Cut(text[at:], []byte("\n"))
			words := bytes.TrimRight(bytes.TrimSuffix(bytes.TrimRight(line, " \t\r"), []byte("*/")), " \t\r")
			m := &remark{unit: u, span: syntax.Span{Start: c.Start + syntax.Pos(at), End: c.Start + syntax.Pos(at+len(words))}}
			rest := strings.TrimSpace(strings.TrimPrefix(string(words), mark))
			m.rule, m.reason, _ = strings.Cut(rest, " ")
			m.reason = strings.TrimSpace(m.reason)
			m.place(code, c)
			list = append(list, m)
			at += len(mark)
		}
	}
	return list
}

// place finds out what a remark is about: the lines that its comment shares with
// code, or else the statement that comes next, or the function that begins
// there. code is the text with its comments blank.
func (m *remark) place(code []byte, c syntax.Span) {
	first := bytes.LastIndexByte(code[:c.Start], '\n') + 1
	end := endOfLine(code, int(c.End))
	at := first
	if blank(code[first:c.Start]) && blank(code[c.End:end]) {
		for at = end; at < len(code) && blank(code[at:endOfLine(code, at)]); at = endOfLine(code, at) {
			if blank(m.unit.Text[at:endOfLine(code, at)]) {
				return // an empty line: it is about nothing
			}
		}
		end = at
	}
	m.lo, _ = m.unit.Position(syntax.Pos(at))
	// To the end of the statement.
	if n := bytes.IndexAny(code[at:], ";{}"); n >= 0 {
		end = max(end, at+n)
	}
	m.hi, _ = m.unit.Position(syntax.Pos(max(at, end-1)))
	for i := range m.unit.Items {
		it := &m.unit.Items[i]
		if it.Kind == parser.Function && int(it.Start) < endOfLine(code, at) && at <= int(it.Body.Start) {
			m.all = it.Span
		}
	}
}

// endOfLine gives the offset after the end of a line.
func endOfLine(text []byte, at int) int {
	if n := bytes.IndexByte(text[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(text)
}

func blank(text []byte) bool { return len(bytes.TrimSpace(text)) == 0 }

// split finds the comments of a text, and gives the text with spaces in their
// place, but for line ends.
func split(text []byte) (code []byte, comments []syntax.Span) {
	code = bytes.Clone(text)
	for i := 0; i < len(code); i++ {
		end := i
		switch c := code[i]; {
		case c == '"' || c == '\'':
			for i++; i < len(code) && code[i] != c && code[i] != '\n'; i++ {
				if code[i] == '\\' {
					i++
				}
			}
			continue
		case bytes.HasPrefix(code[i:], []byte("/*")):
			end = len(code)
			if n := bytes.Index(code[i+2:], []byte("*/")); n >= 0 {
				end = i + 2 + n + 2
			}
		case bytes.HasPrefix(code[i:], []byte("//")):
			end = len(bytes.TrimSuffix(code[:endOfLine(code, i)], []byte("\n")))
		default:
			continue
		}
		comments = append(comments, syntax.Span{Start: syntax.Pos(i), End: syntax.Pos(end)})
		for ; i < end; i++ {
			if code[i] != '\n' {
				code[i] = ' '
			}
		}
		i--
	}
	return code, comments
}
