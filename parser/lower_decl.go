// SPDX-License-Identifier: MIT

package parser

import (
	"strings"

	"github.com/gupvet/gupvet/parser/syntax"
)

// baseType gives the type in the declaration specifiers of node i, without the
// stars of its declarators.
func (l *lowerer) baseType(i uint32) syntax.Type {
	if j, ok := l.child(i, fType); ok {
		return syntax.Type{Base: l.typeName(j)}
	}
	return syntax.Type{Base: "int"}
}

// typeName spells a type specifier.
func (l *lowerer) typeName(i uint32) string {
	switch l.node(i) {
	case nStruct:
		return "struct " + l.tag(i)
	case nUnion:
		return "union " + l.tag(i)
	case nEnum:
		return "enum " + l.tag(i)
	case nMacroType:
		if j, ok := l.child(i, fName); ok {
			return l.str(j)
		}
	case nTypeDescriptor:
		return l.baseType(i).Base
	}
	return sized(l.str(i))
}

func (l *lowerer) tag(i uint32) string {
	if j, ok := l.child(i, fName); ok {
		return l.str(j)
	}
	return ""
}

// sized spells a type of several keywords in one way: long unsigned int and
// unsigned long are the same.
func sized(text string) string {
	words := strings.Fields(text)
	if len(words) < 2 {
		return text
	}
	count := map[string]int{}
	for _, w := range words {
		count[w]++
	}
	name := "int"
	switch {
	case count["char"] > 0:
		name = "char"
	case count["short"] > 0:
		name = "short"
	case count["long"] > 1:
		name = "long long"
	case count["long"] > 0:
		name = "long"
	case count["int"] == 0 && count["unsigned"]+count["signed"] == 0:
		return strings.Join(words, " ")
	}
	if count["unsigned"] > 0 {
		return "unsigned " + name
	}
	return name
}

// declarator follows a declarator inwards to its name, adding stars and
// dimensions to t.
func (l *lowerer) declarator(i uint32, t *syntax.Type) (name string, pos syntax.Pos) {
	for {
		switch l.node(i) {
		case nPointerDeclarator, nAbstractPointer:
			t.Ptr++
		case nArrayDeclarator, nAbstractArray:
			t.Dims++
		case nFunctionDeclarator, nAbstractFunction:
			t.Func = true
		case nIdentifier, nTypeIdentifier, nFieldIdentifier:
			return l.str(i), l.span(i).Start
		case nPrimitiveType: // a name that is also a type, such as bool in old code
			return l.str(i), l.span(i).Start
		}
		j, ok := l.child(i, fDeclarator)
		if !ok && (l.node(i) == nParenDeclarator || l.node(i) == nAbstractParen || l.node(i) == nAttributedDeclarator) {
			j, ok = l.first(i)
		}
		if !ok {
			return "", l.span(i).Start
		}
		i = j
	}
}

// typeDescriptor lowers the type of a cast or compound literal.
func (l *lowerer) typeDescriptor(i uint32) *syntax.Type {
	j, ok := l.child(i, fType)
	if !ok {
		return &syntax.Type{Base: "int"}
	}
	t := l.baseType(j)
	if d, ok := l.child(j, fDeclarator); ok {
		l.declarator(d, &t)
	}
	return &t
}

// declaration lowers a declaration of variables.
func (l *lowerer) declaration(i uint32) []*syntax.Var {
	base := l.baseType(i)
	static := false
	var vars []*syntax.Var
	l.children(i, func(j uint32) {
		switch {
		case l.node(j) == nStorage:
			static = static || l.str(j) == "static"
		case l.field(j) == fDeclarator:
			vars = append(vars, l.variable(j, base, static))
		}
	})
	return vars
}

func (l *lowerer) variable(i uint32, t syntax.Type, static bool) *syntax.Var {
	v := &syntax.Var{Span: l.span(i), Static: static}
	d := i
	if l.node(i) == nInitDeclarator {
		l.children(i, func(uint32) {}) // for the gaps
		if j, ok := l.child(i, fValue); ok {
			v.Init = l.expr(j)
		}
		d, _ = l.child(i, fDeclarator)
	}
	v.Name, v.NamePos = l.declarator(d, &t)
	v.Type = &t
	v.Cleanup = l.cleanup(v.Span)
	return v
}

// cleanup finds the __free() of a variable. The attribute stood between the
// variable's name and its initializer, or behind the name.
func (l *lowerer) cleanup(s syntax.Span) string {
	for _, a := range l.note.attrs {
		if a.name == "__free" && s.Start <= syntax.Pos(a.at) && (syntax.Pos(a.at) < s.End || l.onlyBlank(s.End, a.at)) {
			return a.arg
		}
	}
	return ""
}

// onlyBlank tells whether nothing but space is left between two offsets.
func (l *lowerer) onlyBlank(from syntax.Pos, to uint32) bool {
	lo, hi := int(from)-l.base, int(to)-l.base
	return lo >= 0 && hi <= len(l.text) && lo <= hi && strings.TrimSpace(string(l.text[lo:hi])) == ""
}

// params lowers a parameter list.
func (l *lowerer) params(i uint32) []syntax.Param {
	var ps []syntax.Param
	l.children(i, func(j uint32) {
		switch l.node(j) {
		case nParameter:
			t := l.baseType(j)
			p := syntax.Param{Span: l.span(j)}
			if d, ok := l.child(j, fDeclarator); ok {
				p.Name, _ = l.declarator(d, &t)
			}
			p.Type = &t
			if t.Base == "void" && t.Ptr == 0 && p.Name == "" {
				return
			}
			ps = append(ps, p)
		case nIdentifier: // a function in the old style
			ps = append(ps, syntax.Param{Span: l.span(j), Name: l.str(j), Type: &syntax.Type{Base: "int"}})
		case nVariadic:
			ps = append(ps, syntax.Param{Span: l.span(j), Name: "...", Type: &syntax.Type{Base: "..."}})
		}
	})
	return ps
}

// fields lowers the members of a struct. Those of an anonymous struct or union
// inside join them.
func (l *lowerer) fields(i uint32) []syntax.Field {
	body, ok := l.child(i, fBody)
	if !ok {
		return nil
	}
	var fs []syntax.Field
	l.children(body, func(j uint32) {
		if l.node(j) != nField {
			return
		}
		base := l.baseType(j)
		found, bits := false, false
		l.children(j, func(k uint32) { bits = bits || l.node(k) == nBitfield })
		l.children(j, func(k uint32) {
			if l.field(k) != fDeclarator {
				return
			}
			found = true
			t := base
			name, _ := l.declarator(k, &t)
			fs = append(fs, syntax.Field{Span: l.span(k), Name: name, Type: &t, Bits: bits})
		})
		if k, ok := l.child(j, fType); ok && !found {
			fs = append(fs, l.fields(k)...)
		}
	})
	return fs
}

// enumerators lowers the constants of an enum.
func (l *lowerer) enumerators(i uint32) []syntax.EnumConst {
	var cs []syntax.EnumConst
	l.children(i, func(j uint32) {
		if l.node(j) != nEnumerator {
			return
		}
		c := syntax.EnumConst{Span: l.span(j)}
		if k, ok := l.child(j, fName); ok {
			c.Name = l.str(k)
		}
		if k, ok := l.child(j, fValue); ok {
			c.Value = l.expr(k)
		}
		cs = append(cs, c)
	})
	return cs
}

// typeFromText reads a type that the masker took out of an argument list.
func typeFromText(text string) *syntax.Type {
	t := &syntax.Type{}
	var words []string
	for _, tok := range tokens([]byte(text), 0, len(text)) {
		w := text[tok.start:tok.end]
		switch {
		case w == "*":
			t.Ptr++
		case w == "[":
			t.Dims++
		case tok.kind == kIdent && w != "const" && w != "volatile" && !isAttribute(w):
			words = append(words, w)
		}
	}
	t.Base = sized(strings.Join(words, " "))
	return t
}
