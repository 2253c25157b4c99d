// SPDX-License-Identifier: MIT

package lsp

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/inspect"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/parser/syntax"
)

// Hover tells what is known of the call of an entry, or of the flag, at a place.
func (s *server) Hover(ctx context.Context, p *protocol.HoverParams) (*protocol.Hover, error) {
	at, err := s.askAt(ctx, p.TextDocument.URI)
	if at == nil {
		return nil, err
	}
	defer at.done()
	start, end := at.word(p.Position)
	w := &writer{place: at, markdown: s.caps.markdown}
	name := string(at.text.bytes[start:end])
	contract := at.calls.Snapshot.Contract
	if f, ok := contract.Flag(name); ok {
		w.flag(f, start)
	} else if call := at.call(start); call != nil {
		w.call(call, name)
	} else if e := contract.Entry(name); e != nil {
		w.entry(e)
	}
	if w.Len() == 0 {
		return nil, nil
	}
	kind := protocol.MarkupKindPlainText
	if w.markdown {
		kind = protocol.MarkupKindMarkdown
	}
	span := at.text.span(start, end)
	return &protocol.Hover{Contents: &protocol.MarkupContent{Kind: kind, Value: strings.TrimSpace(w.String())}, Range: &span}, nil
}

// word gives the bounds of the identifier at a position; they are equal if there
// is none.
func (at *place) word(p protocol.Position) (start, end int) {
	text := at.text.bytes
	start = at.text.offset(p)
	end = start
	for start > 0 && isWord(text[start-1]) {
		start--
	}
	for end < len(text) && isWord(text[end]) {
		end++
	}
	return start, end
}

func isWord(c byte) bool {
	return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
}

// A call is one of an entry, or of a function that hands flags on to one, in the
// file of a question.
type call struct {
	row   *inspect.Row
	entry *gup.Entry
	name  syntax.Span    // of what is called
	view  *passes.View   // nil if the call is not reached
	all   []*passes.View // those of the function that makes the call
}

// expr gives the call in the text; nil if it is not reached.
func (c *call) expr() *syntax.Call {
	if c.view == nil {
		return nil
	}
	return c.view.Event.Call
}

// list lists the calls of the file.
func (at *place) list() []*call {
	here := func(path string) bool { return path == at.path }
	audit := inspect.NewAudit(at.calls, here)
	var out []*call
	for _, s := range at.calls.Sites {
		if !here(s.At.Unit.Path) {
			continue
		}
		c := &call{row: audit.Sites[len(out)], entry: s.Entry, name: s.At.Span}
		for _, v := range s.Views {
			if v.Depth() == 0 {
				c.all = append(c.all, v)
			}
		}
		if len(c.all) > 0 {
			c.view = c.all[0]
		}
		out = append(out, c)
	}
	sites := len(out)
	for _, w := range at.calls.Wrapped {
		if here(w.At.Unit.Path) {
			out = append(out, &call{row: audit.Wrappers[len(out)-sites], entry: w.View.Site.Entry, view: w.View,
				name: syntax.Span{Start: w.At.Span.Start, End: w.At.Span.Start + syntax.Pos(len(w.Callee))}, all: []*passes.View{w.View}})
		}
	}
	return out
}

// call finds the call whose name begins at an offset.
func (at *place) call(start int) *call {
	for _, c := range at.list() {
		if int(c.name.Start) == start {
			return c
		}
	}
	return nil
}

// A writer writes a hover.
type writer struct {
	strings.Builder
	*place
	markdown bool
}

// code spells code.
func (w *writer) code(s string) string {
	if w.markdown && s != "" {
		return "`" + s + "`"
	}
	return s
}

// line writes one thing, with the line that proves it.
func (w *writer) line(what, text string, at gup.Place) {
	if what != "" {
		what += ": "
	}
	fmt.Fprintf(w, "- %s%s", what, text)
	if at.File != "" {
		fmt.Fprintf(w, " (%s)", w.link(at))
	}
	w.WriteByte('\n')
}

// link spells a line of the tree, so that one can go there.
func (w *writer) link(p gup.Place) string {
	if !w.markdown || w.calls.Snapshot.Contract.BuiltIn {
		return p.String()
	}
	u := uri.File(filepath.Join(w.tree.shown, filepath.FromSlash(p.File)))
	return fmt.Sprintf("[%s](%s#L%d)", p, u, p.Line)
}

func (w *writer) title(s string) {
	if w.markdown {
		fmt.Fprintf(w, "```c\n%s\n```\n", s)
		return
	}
	fmt.Fprintln(w, s)
}

// call writes what is known of a call as it is made, then of the entry.
func (w *writer) call(c *call, name string) {
	w.title(inspect.Prototype(c.entry))
	if name != c.entry.Name {
		fmt.Fprintf(w, "\n%s leads to %s:\n\n", w.code(name+"()"), w.code(c.entry.Name+"()"))
	} else {
		w.WriteString("\nThis call:\n\n")
	}
	w.flags(c.row, c.entry)
	if c.row.Locked != "none" {
		w.line("locked", c.row.Locked, gup.Place{})
	}
	if c.row.Lock != "unknown" {
		w.line("mmap_lock", c.row.Lock, gup.Place{})
	}
	w.line("result", c.row.Result, gup.Place{})
	if c.row.Cond != "" {
		w.line("if", w.code(c.row.Cond), gup.Place{})
	}
	w.contract(c.entry)
}

// flags writes the flags of a call.
func (w *writer) flags(r *inspect.Row, e *gup.Entry) {
	if e.FlagKind == gup.NoFlags {
		return
	}
	var parts []string
	for _, f := range r.Must {
		parts = append(parts, w.code(f))
	}
	if len(parts) == 0 && len(r.Unknown) == 0 {
		parts = append(parts, "none for sure")
	}
	w.line("flags", cmp.Or(strings.Join(parts, " "), "unknown"), gup.Place{})
	var may []string
	for _, f := range r.May {
		if !slices.Contains(r.Must, f) {
			may = append(may, w.code(f))
		}
	}
	if len(may) > 0 {
		w.line("on some paths", strings.Join(may, " "), gup.Place{})
	}
	if len(r.Unknown) > 0 {
		w.line("and others from", strings.Join(r.Unknown, ", "), gup.Place{})
	}
}

// contract writes what the tree says of an entry.
func (w *writer) contract(e *gup.Entry) {
	c := w.calls.Snapshot.Contract
	kernel := "this tree"
	if c.BuiltIn {
		kernel = "Linux " + c.Kernel
	}
	fmt.Fprintf(w, "\nThe contract of %s in %s:\n\n", w.code(e.Name+"()"), kernel)
	for _, f := range inspect.Facts(c, e) {
		w.line(f.What, f.Text, f.At)
	}
}

// entry writes what is known of an entry by itself.
func (w *writer) entry(e *gup.Entry) {
	w.title(inspect.Prototype(e))
	w.contract(e)
}

// flag writes what a flag does through the entries that it is given to.
func (w *writer) flag(f gup.Flag, start int) {
	w.title(fmt.Sprintf("%s = %#x", f.Name, f.Value))
	w.line("defined", "", f.At)
	c := w.calls.Snapshot.Contract
	entries := w.entriesOf(f.Name, start)
	for _, e := range entries {
		fmt.Fprintf(w, "\nThrough %s it\n\n", w.code(e.Name+"()"))
		for _, fact := range inspect.FlagFacts(c, e, f.Name) {
			w.line("", fact.Text, fact.At)
		}
	}
	if len(entries) == 0 {
		if u := c.AnyUse(f.Name); u.At.File != "" {
			w.line("", "it is looked at", u.At)
		}
	}
}

// entriesOf lists the entries that the flag at an offset is given to: those of the
// calls whose flags are made of it, or in whose arguments it stands.
func (w *writer) entriesOf(flag string, start int) []*gup.Entry {
	var out []*gup.Entry
	for _, c := range w.list() {
		takes := c.expr() != nil && c.expr().Contains(syntax.Pos(start)) && c.view.Depth() == 0
		for _, v := range c.all {
			takes = takes || v.IsMadeOf(flow.Where{Unit: w.file.Unit, Span: syntax.Span{Start: syntax.Pos(start)}})
		}
		if takes && !slices.Contains(out, c.entry) {
			out = append(out, c.entry)
		}
	}
	return out
}
