// SPDX-License-Identifier: MIT

package flow

import (
	"strings"

	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// maxNesting bounds how deep members of members are followed for their types.
const maxNesting = 8

// structOf gives the struct ("struct foo") that lies at an address, "" if that
// is not known.
func (x *executor) structOf(addr Term, depth int) string {
	if t := x.varTypes[addr]; t != nil {
		return structName(t)
	}
	return structAt(x.Arena, x.fn, x.eng.env.FieldType, addr, depth)
}

func structName(t *syntax.Type) string {
	if strings.HasPrefix(t.Base, "struct ") || strings.HasPrefix(t.Base, "union ") {
		return t.Base
	}
	return ""
}

// fieldTyper finds the type of a member.
type fieldTyper func(u *parser.Unit, base, field string) *syntax.Type

func structAt(a *Arena, fn *Func, typer fieldTyper, addr Term, depth int) string {
	if depth == 0 {
		return ""
	}
	r := a.rec(addr)
	switch r.kind {
	case kParam:
		if i := int(r.val); i < len(fn.Syntax().Params) {
			return structName(fn.Syntax().Params[i].Type)
		}
	case kElem, kCast:
		return structAt(a, fn, typer, r.a, depth-1)
	case kField, kInit:
		at := addr
		if r.kind == kInit {
			at = r.a
		}
		f := a.rec(at)
		if f.kind != kField {
			return ""
		}
		base := structAt(a, fn, typer, f.a, depth-1)
		if base == "" {
			return ""
		}
		if t := typer(fn.Unit, base, f.str); t != nil {
			return structName(t)
		}
	}
	return ""
}

// Member tells which member of which struct a value was read from, if memory held
// it on entry or came to hold it since; the struct is "" if it is not known.
func (s *Summary) Member(eng *Engine, t Term) (base, field string, ok bool) {
	r := s.Arena.rec(t)
	if r.kind != kInit {
		return "", "", false
	}
	f := s.Arena.rec(r.a)
	if f.kind != kField || f.str == "" || f.str[0] == 0 {
		return "", "", false
	}
	return structAt(s.Arena, s.Fn, eng.env.FieldType, f.a, maxNesting), f.str, true
}

// PagesMember tells which member of which struct an array of pages, or a page in
// one, is found through.
func (s *Summary) PagesMember(eng *Engine, t Term) (base, field string, ok bool) {
	for t != None {
		r := s.Arena.rec(t)
		switch {
		case r.kind == kField && r.str != "" && r.str[0] != 0:
			return structAt(s.Arena, s.Fn, eng.env.FieldType, r.a, maxNesting), r.str, true
		case r.kind == kField || r.kind == kInit || r.kind == kElem || r.kind == kCast:
			t = r.a
		default:
			return "", "", false
		}
	}
	return "", "", false
}
