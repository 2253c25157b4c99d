// SPDX-License-Identifier: MIT

package parser

import (
	"github.com/gupvet/gupvet/parser/syntax"
)

// Macro parses a #define item. A body that is neither an expression nor
// statements by itself (half a block, a pasted name) leaves both empty.
func (u *Unit) Macro(it *Item) *syntax.Macro {
	m := &syntax.Macro{Span: it.Span, Name: it.Name, NamePos: it.NamePos, Cond: it.Cond, FuncLike: it.args.End > 0}
	if m.FuncLike {
		u.macroParams(it, m)
	}
	toks := tokens(u.Text, int(it.Body.Start), int(it.Body.End))
	if len(toks) == 1 || !u.isPlain(toks) {
		return m
	}
	if u.isStatements(toks) {
		if l, def, ok := u.wrapped(it.Body, "void f() {", ";}"); ok {
			if j, ok := l.child(def, fBody); ok {
				m.Body = l.block(j)
			}
			if len(l.gaps) > 0 {
				m.Body = nil
			}
		}
		return m
	}
	if l, def, ok := u.wrapped(it.Body, "int f() {return ", ";}"); ok {
		var b *syntax.Block
		if j, ok := l.child(def, fBody); ok {
			b = l.block(j)
		}
		if b != nil && len(b.Stmts) == 1 && len(l.gaps) == 0 {
			if r, ok := b.Stmts[0].(*syntax.Return); ok {
				m.Value = r.X
			}
		}
	}
	return m
}

func (u *Unit) macroParams(it *Item, m *syntax.Macro) {
	for _, t := range tokens(u.Text, int(it.args.Start), int(it.args.End)) {
		switch s := string(u.Text[t.start:t.end]); {
		case t.kind == kIdent:
			m.Params = append(m.Params, s)
		case s == "...":
			m.Variadic = true
			if n := len(m.Params); n == 0 || u.Text[t.start-1] == ',' || u.Text[t.start-1] == ' ' {
				m.Params = append(m.Params, "__VA_ARGS__")
			}
		}
	}
}

// isPlain tells whether tokens hold no # and ## operators.
func (u *Unit) isPlain(toks []token) bool {
	for _, t := range toks {
		if t.kind == kPunct && u.Text[t.start] == '#' || t.kind == kDirective {
			return false
		}
	}
	return true
}

// isStatements tells whether the body of a macro is statements rather than an
// expression.
func (u *Unit) isStatements(toks []token) bool {
	switch string(u.Text[toks[0].start:toks[0].end]) {
	case "do", "if", "for", "while", "switch", "return", "goto", "{", "break", "continue":
		return true
	}
	depth := 0
	for _, t := range toks {
		if t.kind != kPunct {
			continue
		}
		switch u.Text[t.start] {
		case '(', '{', '[':
			depth++
		case ')', '}', ']':
			depth--
		case ';':
			if depth == 0 {
				return true
			}
		}
	}
	return false
}

// wrapped parses a span between a head and a tail that make a function of it.
func (u *Unit) wrapped(s syntax.Span, head, tail string) (*lowerer, uint32, bool) {
	out, note := mask(u.Text, s, inMacro, 0, nil)
	text := append(append([]byte(head), out...), tail...)
	l, err := parseMasked(text, int(s.Start)-len(head), note)
	if err != nil {
		return nil, 0, false
	}
	def, ok := l.definition()
	return l, def, ok
}

// top parses an item that is not a function and finds the first node of a kind.
func (u *Unit) top(s syntax.Span, m mode, kinds ...node) (*lowerer, uint32, bool) {
	out, note := mask(u.Text, s, m, 0, nil)
	l, err := parseMasked(append(out, ';'), int(s.Start), note)
	if err != nil {
		return nil, 0, false
	}
	for j := range l.recs {
		for _, k := range kinds {
			if l.node(uint32(j)) == k {
				return l, uint32(j), true
			}
		}
	}
	return l, 0, false
}

// Struct parses a struct or union item.
func (u *Unit) Struct(it *Item) *syntax.Struct {
	s := &syntax.Struct{Span: it.Span, Tag: it.Name}
	if l, i, ok := u.top(it.Span, inStruct, nStruct, nUnion); ok {
		s.Fields = l.fields(i)
	}
	return s
}

// Enum parses an enum item.
func (u *Unit) Enum(it *Item) *syntax.Enum {
	e := &syntax.Enum{Span: it.Span, Tag: it.Name}
	if l, i, ok := u.top(it.Span, inStruct, nEnumerators); ok {
		e.Consts = l.enumerators(i)
	}
	return e
}

// Vars parses a variable item: one variable, or those declared together.
func (u *Unit) Vars(it *Item) []*syntax.Var {
	l, i, ok := u.top(it.Span, inVar, nDeclaration)
	if !ok {
		return nil
	}
	return l.declaration(i)
}

// Typedef gives the type that a typedef item names. It is that of the struct
// defined there, without a tag, when Base is "struct ".
func (u *Unit) Typedef(it *Item) *syntax.Type {
	l, i, ok := u.top(it.Span, inStruct, nTypedef)
	if !ok {
		return &syntax.Type{Base: "int"}
	}
	t := l.baseType(i)
	if j, ok := l.child(i, fDeclarator); ok {
		l.declarator(j, &t)
	}
	return &t
}

// TypedefFields gives the members of the struct that a typedef item defines.
func (u *Unit) TypedefFields(it *Item) []syntax.Field {
	if l, i, ok := u.top(it.Span, inStruct, nStruct, nUnion); ok {
		return l.fields(i)
	}
	return nil
}

// Signature gives the return type and the parameters of a function item or a
// prototype, without parsing a body.
func (u *Unit) Signature(it *Item) (ret *syntax.Type, params []syntax.Param) {
	f := &syntax.Function{}
	s := syntax.Span{Start: it.Start, End: it.args.End}
	out, note := mask(u.Text, s, inFunction, s.End, nil)
	l, err := parseMasked(append(out, "{}"...), int(s.Start), note)
	if err != nil {
		return &syntax.Type{Base: "int"}, nil
	}
	def, ok := l.definition()
	if !ok {
		return &syntax.Type{Base: "int"}, nil
	}
	l.function(def, f)
	return f.Ret, f.Params
}
