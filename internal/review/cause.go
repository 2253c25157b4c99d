// SPDX-License-Identifier: MIT

package review

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/patch"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// causes finds out which change of a patch brings a finding in.
type causes struct {
	patch         *patch.Patch
	applied       *patch.Applied
	before, after *driver.Loaded

	items []changed // once they have been asked for
	known bool
}

// A changed is a top-level item with a change in it.
type changed struct {
	names []string
	text  string // what it is
	path  string
	line  int // of the change, in the tree after
	hunk  *patch.Hunk
}

// change makes one of an item of a file before or after.
func change(u *parser.Unit, it *parser.Item, path string, line int, h *patch.Hunk) changed {
	ch := changed{[]string{it.Name}, kinds[it.Kind] + it.Name, path, line, h}
	if it.Kind == parser.Enum {
		ch.text = strings.TrimSpace(ch.text)
		for _, k := range u.Enum(it).Consts {
			ch.names = append(ch.names, k.Name)
		}
	}
	return ch
}

// find gives the cause of a finding.
func (c *causes) find(f *lint.Finding) lint.Cause {
	path := append(append([]lint.Range{f.At}, ranges(f.Steps)...), f.Contract)
	for _, r := range path {
		if cause, ok := c.line(r); ok {
			return cause
		}
	}
	var funcs []*callgraph.Func
	for _, r := range path {
		fn := c.funcAt(r)
		if fn == nil || slices.Contains(funcs, fn) {
			continue
		}
		funcs = append(funcs, fn)
		if cause, ok := c.function(fn, r); ok {
			return cause
		}
	}
	if cause, ok := c.named(funcs); ok {
		return cause
	}
	if cause, ok := c.naming(funcs); ok {
		return cause
	}
	return c.rest()
}

func ranges(steps []lint.Step) []lint.Range {
	var list []lint.Range
	for _, s := range steps {
		list = append(list, s.At)
	}
	return list
}

// line looks whether lines of a place were changed.
func (c *causes) line(r lint.Range) (lint.Cause, bool) {
	l := c.applied.Lines[r.File]
	if l == nil {
		return lint.Cause{}, false
	}
	for line := r.Start.Line; line <= max(r.Start.Line, r.End.Line); line++ {
		if o := l.At(line); o.Old == 0 && o.Hunk != nil {
			return c.cause(r.File, line, o.Hunk, ""), true
		}
	}
	return lint.Cause{}, false
}

// funcAt finds the function around a place.
func (c *causes) funcAt(r lint.Range) *callgraph.Func {
	f := c.after.Prog.File(r.File)
	if r.File == "" || f.Unit == nil {
		return nil
	}
	for _, fn := range f.Functions() {
		if lo, hi := lines(fn.Unit, fn.Item.Span); lo <= r.Start.Line && r.Start.Line <= hi {
			return fn
		}
	}
	return nil
}

// lines gives the first and the last line of a span.
func lines(u *parser.Unit, s syntax.Span) (lo, hi int) {
	lo, _ = u.Position(s.Start)
	hi, _ = u.Position(max(s.Start, s.End-1))
	return lo, hi
}

// function looks whether a function was changed.
func (c *causes) function(fn *callgraph.Func, r lint.Range) (lint.Cause, bool) {
	l := c.applied.Lines[r.File]
	if l == nil {
		return lint.Cause{}, false
	}
	lo, hi := lines(fn.Unit, fn.Item.Span)
	h, at := l.Nearest(r.Start.Line, lo, hi)
	if h == nil {
		return lint.Cause{}, false
	}
	return c.cause(r.File, at, h, "in "+fn.DisplayName()+"()"), true
}

// maxFuncs bounds how many functions are looked at for names of what was changed.
const maxFuncs = 200

// named looks for something changed in what functions name, and then in what the
// functions name that they call.
func (c *causes) named(funcs []*callgraph.Func) (lint.Cause, bool) {
	items := c.changed()
	if len(items) == 0 {
		return lint.Cause{}, false
	}
	seen := map[*callgraph.Func]bool{}
	for i := 0; i < len(funcs) && i < maxFuncs; i++ {
		fn := funcs[i]
		if seen[fn] {
			continue
		}
		seen[fn] = true
		text := fn.Unit.Slice(fn.Item.Span)
		if cause, ok := c.mentioned(text, items); ok {
			return cause, true
		}
		for _, call := range fn.Unit.CallsIn(fn.Item.Body) {
			if m, u := c.after.Prog.Macro(fn.Unit, call.Text); m != nil {
				if cause, ok := c.mentioned(u.Slice(m.Span), items); ok {
					return cause, true
				}
			}
			funcs = append(funcs, c.after.Prog.Definitions(fn.Unit, call.Text)...)
		}
	}
	return lint.Cause{}, false
}

// mentioned looks for something changed that a text names.
func (c *causes) mentioned(text string, items []changed) (lint.Cause, bool) {
	for _, ch := range items {
		if slices.ContainsFunc(ch.names, func(n string) bool { return mentions(text, n) }) {
			return c.cause(ch.path, ch.line, ch.hunk, "in "+ch.text), true
		}
	}
	return lint.Cause{}, false
}

// naming looks for a changed line that names one of the functions, as an ops table
// does.
func (c *causes) naming(funcs []*callgraph.Func) (lint.Cause, bool) {
	for _, f := range c.patch.Files {
		l := c.applied.Lines[f.New]
		text := c.applied.Files[f.New]
		if l == nil || !IsAnalysed(f.New) {
			continue
		}
		n := 0
		for line := range strings.Lines(string(text)) {
			n++
			if h := l.At(n).Hunk; l.At(n).Old == 0 && h != nil &&
				slices.ContainsFunc(funcs, func(fn *callgraph.Func) bool { return mentions(line, fn.Name) }) {
				return c.cause(f.New, n, h, ""), true
			}
		}
	}
	return lint.Cause{}, false
}

// kinds says what items are, before their names.
var kinds = map[parser.ItemKind]string{
	parser.Function: "the function ", parser.Macro: "the macro ", parser.Struct: "the structure ", parser.Enum: "the enumeration ",
	parser.Var: "the variable ", parser.Typedef: "the type ", parser.Prototype: "the declaration of ",
}

// changed lists the items that have changed, and those that are gone.
func (c *causes) changed() []changed {
	if c.known {
		return c.items
	}
	c.known = true
	for _, path := range slices.Sorted(maps.Keys(c.applied.Files)) {
		l := c.applied.Lines[path]
		f := c.after.Prog.File(path)
		if l == nil || f.Unit == nil {
			continue
		}
		for i := range f.Unit.Items {
			it := &f.Unit.Items[i]
			lo, hi := lines(f.Unit, it.Span)
			if h, at := l.Nearest(lo, lo, hi); h != nil && (it.Name != "" || it.Kind == parser.Enum) {
				c.items = append(c.items, change(f.Unit, it, path, at, h))
			}
		}
		c.gone(path, l, f)
	}
	return c.items
}

// gone adds the items that a file has no more.
func (c *causes) gone(path string, l *patch.Lines, now *callgraph.File) {
	old := c.before.Prog.File(l.From)
	if l.From == "" || old.Unit == nil {
		return
	}
	for i := range old.Unit.Items {
		it := &old.Unit.Items[i]
		if it.Name == "" || len(now.Unit.Named(it.Kind, it.Name)) > 0 {
			continue
		}
		lo, _ := lines(old.Unit, it.Span)
		for lo > 1 && l.New(lo) == 0 {
			lo--
		}
		at := l.New(lo) + 1
		if h, near := l.Nearest(at, 1, l.Len()); h != nil {
			c.items = append(c.items, change(old.Unit, it, path, near, h))
		}
	}
}

// mentions tells whether a name stands in a text.
func mentions(text, name string) bool {
	isWord := func(i int) bool {
		if i < 0 || i >= len(text) {
			return false
		}
		b := text[i]
		return b == '_' || b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z'
	}
	for i := 0; name != "" && i+len(name) <= len(text); i++ {
		if text[i:i+len(name)] == name && !isWord(i-1) && !isWord(i+len(name)) {
			return true
		}
	}
	return false
}

// rest names a change of the patch where none of those that were looked at is the
// cause: the first one, or that of a file that is gone.
func (c *causes) rest() lint.Cause {
	for _, f := range c.patch.Files {
		if !IsAnalysed(f.Path()) {
			continue
		}
		text := ""
		if c.hunks() > 1 {
			text = "or another one of the patch"
		}
		for _, h := range f.Hunks {
			return c.cause(f.Path(), h.NewStart, h, text)
		}
		return lint.Cause{Text: "what it does to " + f.Path(), Source: c.patch.Source, Line: f.Line}
	}
	return lint.Cause{Source: c.patch.Source, Line: c.patch.Line}
}

// hunks counts the hunks in files that are analysed.
func (c *causes) hunks() int {
	n := 0
	for _, f := range c.patch.Files {
		if IsAnalysed(f.Path()) {
			n += len(f.Hunks)
		}
	}
	return n
}

// cause says which hunk changes a line, and where it stands in the input.
func (c *causes) cause(path string, line int, h *patch.Hunk, text string) lint.Cause {
	out := lint.Cause{
		At:     lint.Range{File: path, Start: lint.Position{Line: line, Column: 1}, End: lint.Position{Line: line, Column: 1}},
		Text:   fmt.Sprintf("hunk %d of %s (%s)", h.Number, path, strings.TrimSuffix(h.Header(), " "+h.Section)),
		Source: c.patch.Source,
		Line:   h.At,
	}
	for _, f := range c.patch.Files {
		if f.Decoded && slices.Contains(f.Hunks, h) {
			out.Line = c.patch.Line
		}
	}
	if text != "" {
		out.Text += ", " + text
	}
	return out
}
