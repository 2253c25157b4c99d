// SPDX-License-Identifier: MIT

package parser

import (
	"bytes"

	"github.com/gupvet/gupvet/parser/syntax"
)

// maxVariants bounds how often one function is read for the sake of the #if
// that cut through its statements.
const maxVariants = 6

// Function parses a function item. The result is one function, or several
// where an #if cuts through a statement or the head: one for each branch worth
// reading, each with its condition. A function that cannot be read at all has
// no body's worth of statements and a gap that says why.
func (u *Unit) Function(it *Item) []*syntax.Function {
	first, groups := u.variant(it, nil)
	out := []*syntax.Function{first}
	for i, g := range groups {
		taken := 0
		if g.conds[0] == "0" {
			taken = 1
		}
		first.Cond = and(first.Cond, g.conds[taken])
		for b := range g.conds {
			if b == taken || !g.worth[b] || len(out) == maxVariants || g.conds[b] == "0" {
				continue
			}
			f, _ := u.variant(it, pickAlike(groups, i, b))
			f.Cond = and(f.Cond, g.conds[b])
			out = append(out, f)
		}
	}
	return out
}

// pickAlike picks branch b of group i, and of every other group that has the
// same conditions.
func pickAlike(groups []ifGroup, i, b int) picks {
	p := picks{}
	for _, g := range groups {
		if len(g.conds) == len(groups[i].conds) && g.conds[0] == groups[i].conds[0] {
			p[g.at] = b
		}
	}
	return p
}

// variant parses a function with the given branches picked.
func (u *Unit) variant(it *Item, pick picks) (*syntax.Function, []ifGroup) {
	f := &syntax.Function{Span: it.Span, Name: it.Name, NamePos: it.NamePos, Static: it.Static, Inline: it.Inline,
		Cond: it.Cond, Ret: &syntax.Type{Base: "int"}, Body: &syntax.Block{Span: it.Body}}
	out, note := mask(u.Text, it.Span, inFunction, it.Body.Start, pick)
	l, err := parseMasked(out, int(it.Start), note)
	if err != nil {
		f.Gaps = append(f.Gaps, syntax.Gap{Span: it.Span, Why: err.Error()})
		return f, nil
	}
	def, ok := l.definition()
	if !ok {
		l.scanErrors(0)
		f.Gaps = append(l.gaps, syntax.Gap{Span: it.Span, Why: "not read as a function"})
		return f, nil
	}
	l.function(def, f)
	u.functionName(it, f)
	return f, note.groups
}

// functionName gives a function that a macro defines the name the macro makes.
func (u *Unit) functionName(it *Item, f *syntax.Function) {
	head := u.Text[it.Start:it.Body.Start]
	if i := bytes.Index(head, []byte("SYSCALL_DEFINE")); i >= 0 && it.args.Start > 0 {
		toks := tokens(u.Text, int(it.args.Start)+1, int(it.args.End))
		if toks[0].kind == kIdent {
			f.Name = "sys_" + string(u.Text[toks[0].start:toks[0].end])
			f.NamePos = syntax.Pos(toks[0].start)
			return
		}
	}
}

// parseMasked parses the masked text of an item and the blocks in its
// statement expressions.
func parseMasked(out []byte, base int, note *notes) (*lowerer, error) {
	if nesting := deepest(out); nesting > maxDepth/4 {
		return nil, errTooDeep
	}
	whole := out
	if len(note.islands) > 0 {
		out = bytes.Clone(out)
		hideIslands(out, base, note)
	}
	recs, err := parseTree(out)
	if err != nil {
		return nil, err
	}
	l := &lowerer{text: out, recs: recs, note: note, g: tables(), base: base}
	l.island = func(s syntax.Span) (*syntax.Block, []syntax.Gap) { return parseIsland(whole, base, note, s) }
	return l, nil
}

// hideIslands writes an identifier over every block of a statement expression.
func hideIslands(out []byte, base int, note *notes) {
	for _, s := range note.islands {
		if enclosed(note, s) {
			continue
		}
		from, to := int(s.Start)-base, int(s.End)-base
		if from < 0 || to > len(out) {
			continue
		}
		out[from] = '_'
		for i := from + 1; i < to; i++ {
			out[i] = ' '
		}
	}
}

// enclosed tells whether an island lies inside another.
func enclosed(note *notes, s syntax.Span) bool {
	for _, o := range note.islands {
		if o != s && o.Start <= s.Start && s.End <= o.End {
			return true
		}
	}
	return false
}

const islandHead = "void f() "

// parseIsland parses the block of a statement expression as a function's.
func parseIsland(whole []byte, base int, note *notes, s syntax.Span) (*syntax.Block, []syntax.Gap) {
	from, to := int(s.Start)-base, int(s.End)-base
	text := append([]byte(islandHead), whole[from:to]...)
	inner := &notes{loops: note.loops, configs: note.configs, types: note.types, asms: note.asms,
		ranges: note.ranges, attrs: note.attrs, islands: map[uint32]syntax.Span{}}
	for at, i := range note.islands {
		if i != s && s.Start < i.Start && i.End <= s.End {
			inner.islands[at] = i
		}
	}
	l, err := parseMasked(text, int(s.Start)-len(islandHead), inner)
	empty := &syntax.Block{Span: s}
	if err != nil {
		return empty, []syntax.Gap{{Span: s, Why: err.Error()}}
	}
	def, ok := l.definition()
	if !ok {
		return empty, []syntax.Gap{{Span: s, Why: "syntax error"}}
	}
	if j, ok := l.child(def, fBody); ok {
		empty = l.block(j)
	}
	return empty, l.gaps
}

// deepest gives the depth of nested brackets in a text.
func deepest(text []byte) int {
	depth, most := 0, 0
	for _, c := range text {
		switch c {
		case '(', '{', '[':
			depth++
			most = max(most, depth)
		case ')', '}', ']':
			depth--
		}
	}
	return most
}

// definition finds the function definition at the top of the tree.
func (l *lowerer) definition() (uint32, bool) {
	for j := uint32(1); j < l.recs[0].next; j = l.recs[j].next {
		if l.node(j) == nFunction {
			return j, true
		}
		l.note2gap(j)
	}
	return 0, false
}

// function lowers a function definition into f.
func (l *lowerer) function(i uint32, f *syntax.Function) {
	ret := l.baseType(i)
	types := map[string]*syntax.Type{} // of parameters in the old style
	l.children(i, func(j uint32) {
		switch {
		case l.field(j) == fDeclarator:
			l.signature(j, &ret, f)
		case l.node(j) == nDeclaration:
			for _, v := range l.declaration(j) {
				types[v.Name] = v.Type
			}
		case l.field(j) == fBody:
			f.Body = l.block(j)
		}
	})
	for i := range f.Params {
		if t := types[f.Params[i].Name]; t != nil {
			f.Params[i].Type = t
		}
	}
	f.Ret = &ret
	f.Gaps = append(f.Gaps, l.gaps...)
}

// signature follows a function's declarator to its name and parameters.
func (l *lowerer) signature(i uint32, ret *syntax.Type, f *syntax.Function) {
	for {
		switch l.node(i) {
		case nPointerDeclarator:
			ret.Ptr++
		case nFunctionDeclarator:
			if j, ok := l.child(i, fParameters); ok && f.Params == nil {
				f.Params = l.params(j)
			}
		}
		j, ok := l.child(i, fDeclarator)
		if !ok {
			return
		}
		i = j
	}
}
