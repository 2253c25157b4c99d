// SPDX-License-Identifier: MIT

package flow

import (
	"strings"

	"github.com/gupvet/gupvet/parser/syntax"
)

// maxNesting bounds how deep members of members are followed for their types.
const maxNesting = 8

// structOf gives the struct ("struct foo") that lies at an address, "" if that
// is not known.
func (x *executor) structOf(addr Term, depth int) string {
	return structAt(x.Arena, x.fn, x.eng.env, addr, depth)
}

// lies remembers that a struct of a type, or of what a pointer type points to,
// lies at an address: the address of a variable, or one of which no more is known
// than that it is put where such a pointer belongs.
func (a *Arena) lies(addr Term, typ *syntax.Type) {
	switch a.rec(addr).kind {
	case kVar, kParam, kInit, kFresh, kResult, kApply:
		if name := structName(typ); name != "" && a.structs[addr] == "" {
			a.structs[addr] = name
		}
	}
}

func structName(t *syntax.Type) string {
	if strings.HasPrefix(t.Base, "struct ") || strings.HasPrefix(t.Base, "union ") {
		return t.Base
	}
	return ""
}

func structAt(a *Arena, fn *Func, env env, addr Term, depth int) string {
	if depth == 0 {
		return ""
	}
	if t := typeAt(a, fn, env, addr, depth); t != nil && structName(t) != "" {
		return structName(t)
	}
	return a.structs[addr]
}

// typeAt gives the type of what lies at an address as the declarations on the way
// there have it; nil if they are not known.
func typeAt(a *Arena, fn *Func, env env, addr Term, depth int) *syntax.Type {
	r := a.rec(addr)
	switch r.kind {
	case kParam:
		if i := int(r.val); i < len(fn.Syntax().Params) {
			return fn.Syntax().Params[i].Type
		}
	case kGlobal:
		if u := a.where[addr].Unit; u != nil {
			if g := env.Global(u, r.str); g != nil {
				return g.Var.Type
			}
		}
	case kElem, kCast:
		if s := structAt(a, fn, env, r.a, depth-1); s != "" {
			return &syntax.Type{Base: s}
		}
	case kField, kInit:
		at := addr
		if r.kind == kInit {
			at = r.a
		}
		switch f := a.rec(at); f.kind {
		case kField:
			if base := structAt(a, fn, env, f.a, depth-1); base != "" {
				return env.FieldType(fn.Unit, base, f.str)
			}
		case kGlobal:
			return typeAt(a, fn, env, at, depth)
		}
	}
	return nil
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
	return structAt(s.Arena, s.Fn, eng.env, f.a, maxNesting), f.str, true
}
