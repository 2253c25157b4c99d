// SPDX-License-Identifier: MIT

package flow

import (
	"strings"

	"github.com/gupvet/gupvet/parser/syntax"
)

// ctype gives the type of an expression's value for arithmetic: as declared, or
// as the value itself has it.
func (x *executor) ctype(fr *frame, e syntax.Expr, v Term) CType {
	switch e := e.(type) {
	case *syntax.Number:
		switch {
		case e.Long && e.Unsigned || e.Value > 1<<63-1 && e.Unsigned:
			return cUlong
		case e.Unsigned:
			return cUint
		case e.Long:
			return cLong
		}
		return cInt
	case *syntax.Cast:
		return typeOf(e.Type)
	case *syntax.Sizeof:
		return cUlong
	case *syntax.String:
		return cPtr
	case *syntax.Unary:
		switch e.Op {
		case syntax.Not:
			return cInt
		case syntax.Ref:
			return cPtr
		case syntax.Neg, syntax.Com:
			return x.ctype(fr, e.X, v).promote()
		}
	case *syntax.Binary:
		return x.binaryType(fr, e, v)
	case *syntax.Assign:
		return x.ctype(fr, e.L, v)
	case *syntax.Cond:
		if e.Then != nil {
			return common(x.ctype(fr, e.Then, v), x.ctype(fr, e.Else, v))
		}
	case *syntax.Comma:
		return x.ctype(fr, e.Y, v)
	}
	if t := x.declared(fr, e); t != nil {
		if c := typeOf(t); c.Bits > 0 {
			return c
		}
	}
	return x.typeOf(v)
}

func (x *executor) binaryType(fr *frame, e *syntax.Binary, v Term) CType {
	switch e.Op {
	case syntax.LAnd, syntax.LOr, syntax.Eq, syntax.Ne, syntax.Lt, syntax.Le, syntax.Gt, syntax.Ge:
		return cInt
	case syntax.Shl, syntax.Shr:
		return x.ctype(fr, e.X, None).promote()
	}
	a, b := x.ctype(fr, e.X, None), x.ctype(fr, e.Y, None)
	if e.Op == syntax.Sub && a.Ptr && b.Ptr {
		return cLong
	}
	return common(a, b)
}

// declared gives the declared type of an expression, nil where it is not known.
func (x *executor) declared(fr *frame, e syntax.Expr) *syntax.Type {
	switch e := e.(type) {
	case *syntax.Ident:
		if b, ok := fr.args[e.Name]; ok {
			return x.declared(b.fr, b.x)
		}
		if v := fr.scope.lookup(e.Name); v != nil {
			return v.typ
		}
		if g := x.eng.env.Global(fr.unit, e.Name); g != nil {
			return g.Var.Type
		}
	case *syntax.Member:
		t := x.declared(fr, e.X)
		if t == nil || e.Arrow != (t.Ptr > 0) && t.Dims == 0 {
			return nil
		}
		return x.eng.env.FieldType(fr.unit, t.Base, e.Name)
	case *syntax.Index:
		return pointee(x.declared(fr, e.X))
	case *syntax.Unary:
		switch e.Op {
		case syntax.Star:
			return pointee(x.declared(fr, e.X))
		case syntax.Ref:
			if t := x.declared(fr, e.X); t != nil {
				p := *t
				p.Ptr++
				return &p
			}
		case syntax.PostInc, syntax.PostDec, syntax.PreInc, syntax.PreDec:
			return x.declared(fr, e.X)
		}
	case *syntax.Cast:
		return e.Type
	case *syntax.Binary:
		if e.Op == syntax.Add || e.Op == syntax.Sub {
			if t := x.declared(fr, e.X); t != nil && (t.Ptr > 0 || t.Dims > 0) {
				return t
			}
		}
	case *syntax.Call:
		return x.callType(fr, e)
	case *syntax.Cond:
		return x.declared(fr, e.Else)
	case *syntax.Assign:
		return x.declared(fr, e.L)
	}
	return nil
}

// pointee is the type of what a pointer points to, or of an array's elements.
func pointee(t *syntax.Type) *syntax.Type {
	switch {
	case t == nil || t.Ptr == 0 && t.Dims == 0:
		return nil
	case t.Func && t.Ptr <= 1:
		f := *t
		f.Ptr = 0
		return &f
	}
	p := *t
	if p.Dims > 0 {
		p.Dims--
	} else {
		p.Ptr--
	}
	return &p
}

// callType gives the type that a call returns, where a cast-like macro says it.
func (x *executor) callType(fr *frame, e *syntax.Call) *syntax.Type {
	name := e.Callee()
	switch name {
	case "container_of", "list_entry", "rb_entry", "container_of_const", "list_first_entry":
		if len(e.Args) == 3 {
			if t, ok := e.Args[1].(*syntax.TypeArg); ok {
				p := *t.Type
				p.Ptr++
				return &p
			}
		}
	case "READ_ONCE", "rcu_dereference", "WRITE_ONCE", "likely", "unlikely":
		if len(e.Args) > 0 {
			return x.declared(fr, e.Args[0])
		}
	case "":
		return nil
	}
	if strings.HasPrefix(name, "min") || strings.HasPrefix(name, "max") {
		if len(e.Args) == 3 {
			if t, ok := e.Args[0].(*syntax.TypeArg); ok {
				return t.Type
			}
		}
		if len(e.Args) == 2 {
			return x.declared(fr, e.Args[0])
		}
	}
	return x.eng.env.ReturnType(fr.unit, name)
}
