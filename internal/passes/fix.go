// SPDX-License-Identifier: MIT

package passes

import (
	"bytes"
	"slices"

	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// dropFlag gives the fix that takes a flag away from a call, where that is safe:
// the verdict holds whenever the call has the flag, all places that set it are
// seen, and what they set it in is given to this call alone. There is none where
// one of this is not so.
func (v *View) dropFlag(verdict Verdict, flag string) []lint.Fix {
	a, c := v.Sum.Arena, v.contract()
	if verdict.Level != Sure || verdict.store != nil || !a.Implies(a.And(v.Event.PC, v.Has(c, flag)), verdict.When) {
		return nil
	}
	var edits []lint.Edit
	for _, k := range v.FlagConstants() {
		if uint64(k.Value)&c.Mask(flag) == 0 {
			continue
		}
		span, ok := v.dropAt(k, flag)
		if !ok {
			return nil
		}
		edits = append(edits, span)
	}
	if len(edits) == 0 {
		return nil
	}
	slices.SortFunc(edits, func(x, y lint.Edit) int { return x.At.Start.Offset - y.At.Start.Offset })
	for i := range edits[1:] {
		if edits[i].At.End.Offset > edits[i+1].At.Start.Offset {
			return nil
		}
	}
	return []lint.Fix{{Message: "Drop " + flag, Edits: edits}}
}

// dropAt makes the edit that takes a flag away where a constant sets it.
func (v *View) dropAt(k FlagConstant, flag string) (lint.Edit, bool) {
	u := v.Root.Unit
	pos := syntax.Pos(k.At.Start.Offset)
	if k.Name != flag || k.At.File != u.Path || !v.Root.Item.Body.Contains(pos) || u.Slice(syntax.Span{Start: pos, End: syntax.Pos(k.At.End.Offset)}) != flag || v.shared(k) {
		return lint.Edit{}, false
	}
	d := &dropper{unit: u, fn: v.Root.Syntax(), call: v.Place().Span}
	d.chain = d.nodesAt(pos)
	span, text, ok := d.drop()
	if !ok {
		return lint.Edit{}, false
	}
	e := lint.Edit{At: lint.Range{File: u.Path}, NewText: text}
	e.At.Start.Offset, e.At.End.Offset = int(span.Start), int(span.End)
	e.At.Start.Line, e.At.Start.Column = u.Position(span.Start)
	e.At.End.Line, e.At.End.Column = u.Position(span.End)
	return e, true
}

// shared tells whether another call has a flag from the same place.
func (v *View) shared(k FlagConstant) bool {
	for _, s := range v.set.Sites {
		for _, w := range s.Views {
			if w.Place() == v.Place() || w.Root.Item != v.Root.Item {
				continue
			}
			if slices.ContainsFunc(w.FlagConstants(), func(o FlagConstant) bool { return o.At == k.At }) {
				return true
			}
		}
	}
	return false
}

// A dropper takes a constant out of an expression.
type dropper struct {
	unit  *parser.Unit
	fn    *syntax.Function
	call  syntax.Span
	chain []syntax.Node // those around the constant, the innermost last
}

// nodesAt lists the nodes around a position, the outermost first.
func (d *dropper) nodesAt(pos syntax.Pos) []syntax.Node {
	var list []syntax.Node
	syntax.Walk(d.fn, func(n syntax.Node) bool {
		r := n.Range()
		if r.Contains(pos) {
			list = append(list, n)
		}
		return true
	})
	return list
}

// up gives the nth node around the constant, itself being the 0th.
func (d *dropper) up(n int) syntax.Node {
	if n >= len(d.chain) {
		return nil
	}
	return d.chain[len(d.chain)-1-n]
}

// drop finds what to replace, and by what.
func (d *dropper) drop() (span syntax.Span, text string, ok bool) {
	id, ok := d.up(0).(*syntax.Ident)
	if !ok || !d.isSafe() {
		return span, "", false
	}
	if b, isOr := d.up(1).(*syntax.Binary); isOr {
		span, ok = d.operand(b, id)
		return span, "", ok
	}
	if a, isAssign := d.up(1).(*syntax.Assign); isAssign && a.Op == syntax.Or {
		span, ok = d.statement(2)
		return span, "", ok
	}
	return id.Span, "0", true
}

// isSafe tells whether the value that the constant has a part in is given to the
// call, and to nothing else.
func (d *dropper) isSafe() bool {
	n := 1
	for ; ; n++ {
		switch x := d.up(n).(type) {
		case *syntax.Binary:
			if x.Op != syntax.Or {
				return false
			}
			continue
		case *syntax.Cond:
			if x.C.Range().Contains(d.up(0).Range().Start) {
				return false
			}
			continue
		case *syntax.Call:
			return x.Span == d.call
		case *syntax.Assign:
			l, ok := x.L.(*syntax.Ident)
			return ok && (x.Op == syntax.Or || x.Op == 0) && d.onlyFor(l.Name)
		case *syntax.Var:
			return d.onlyFor(x.Name)
		}
		return false
	}
}

// onlyFor tells whether a variable is written to, and given to the call, and
// nothing else.
func (d *dropper) onlyFor(name string) bool {
	targets := map[syntax.Expr]bool{}
	ok := true
	syntax.Walk(d.fn, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Assign:
			targets[n.L] = true
		case *syntax.Ident:
			if n.Name == name && !targets[n] && !d.call.Contains(n.Start) {
				ok = false
			}
		}
		return true
	})
	return ok
}

// operand gives an operand of | with the operator.
func (d *dropper) operand(b *syntax.Binary, id *syntax.Ident) (syntax.Span, bool) {
	text := d.unit.Text
	if b.X == syntax.Expr(id) {
		rest := text[id.End:b.End]
		after := bytes.TrimLeft(rest, " \t\n")
		if !bytes.HasPrefix(after, []byte("|")) {
			return syntax.Span{}, false
		}
		after = bytes.TrimLeft(after[1:], " \t\n")
		return syntax.Span{Start: id.Start, End: b.End - syntax.Pos(len(after))}, true
	}
	before := bytes.TrimRight(text[b.Start:id.Start], " \t\n")
	if !bytes.HasSuffix(before, []byte("|")) {
		return syntax.Span{}, false
	}
	before = bytes.TrimRight(before[:len(before)-1], " \t\n")
	return syntax.Span{Start: b.Start + syntax.Pos(len(before)), End: id.End}, true
}

// statement gives the lines of the statement that the nth node is, if it can be
// left out: it stands in a block by itself, or is all that an if does.
func (d *dropper) statement(n int) (syntax.Span, bool) {
	stmt, ok := d.up(n).(*syntax.ExprStmt)
	if !ok {
		return syntax.Span{}, false
	}
	span, n := stmt.Span, n+1
	if b, ok := d.up(n).(*syntax.Block); ok && len(b.Stmts) == 1 {
		if _, ok := d.up(n + 1).(*syntax.If); ok {
			n++
		}
	}
	if i, ok := d.up(n).(*syntax.If); ok {
		if i.Else != nil || !isPure(i.Cond) {
			return syntax.Span{}, false
		}
		span, n = i.Span, n+1
	}
	if _, ok := d.up(n).(*syntax.Block); !ok {
		return syntax.Span{}, false
	}
	return d.lines(span), true
}

// lines widens a statement to its lines, if nothing else stands on them.
func (d *dropper) lines(s syntax.Span) syntax.Span {
	text := d.unit.Text
	if rest := bytes.TrimLeft(text[s.End:], " \t"); text[s.End-1] != ';' && text[s.End-1] != '}' && bytes.HasPrefix(rest, []byte(";")) {
		s.End = syntax.Pos(len(text) - len(rest) + 1)
	}
	start, end := s.Start, bytes.IndexByte(text[s.End:], '\n')
	for start > 0 && (text[start-1] == ' ' || text[start-1] == '\t') {
		start--
	}
	switch {
	case end < 0 || len(bytes.TrimSpace(text[s.End:int(s.End)+end])) > 0:
		return s
	case start > 0 && text[start-1] != '\n':
		return syntax.Span{Start: start, End: s.End}
	}
	return syntax.Span{Start: start, End: s.End + syntax.Pos(end) + 1}
}

// isPure tells whether an expression does nothing but give a value.
func isPure(x syntax.Expr) bool {
	pure := true
	syntax.Walk(x, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Call, *syntax.Assign, *syntax.StmtExpr, *syntax.Bad:
			pure = false
		case *syntax.Unary:
			pure = pure && n.Op != syntax.PreInc && n.Op != syntax.PreDec && n.Op != syntax.PostInc && n.Op != syntax.PostDec
		}
		return true
	})
	return pure
}

// fixes gives those of a refused call: a flag too many is dropped where the entry
// does without it.
func (r *Refusal) fixes() []lint.Fix {
	if len(r.Cause.Flags) != 1 || len(r.Each) > 1 || r.Cause.NullPages || r.Cause.Locked || r.Cause.Count {
		return nil
	}
	flag, e := r.Cause.Flags[0], r.View.Site.Entry
	switch r.Kind {
	case gup.GetPinConflict:
		return r.View.dropFlag(r.Verdict, flag)
	case gup.InternalFlag:
		if flag != gup.FollPin || e.Kind == gup.Pin { // with others the pin may be what is wanted
			return r.View.dropFlag(r.Verdict, flag)
		}
	}
	return nil
}
