// SPDX-License-Identifier: MIT

package flow

import (
	"github.com/gupvet/gupvet/parser/syntax"
)

// unary applies -, ~ or !.
func (a *Arena) unary(op syntax.Op, x Term, typ CType, at Where) Term {
	if op == syntax.Not {
		return a.bool(a.not(a.Truth(x)), at)
	}
	if v, ok := a.number(x); ok {
		switch op {
		case syntax.Neg:
			return a.keep(x, -v, typ, at)
		case syntax.Com:
			return a.keep(x, ^v, typ, at)
		}
	}
	if r := a.rec(x); r.kind == kIte {
		return a.choose(r.c, a.unary(op, r.a, typ, at), a.unary(op, r.b, typ, at), at)
	}
	return a.make(termRec{kind: kUnary, op: op, a: x, typ: typ}, at)
}

// keep makes a constant computed from another, and keeps the other's name: the
// flags in ~FOLL_WRITE are still to be found.
func (a *Arena) keep(x Term, v int64, typ CType, at Where) Term {
	v = typ.wrap(v)
	switch r := a.rec(x); {
	case r.str != "":
		return a.namedConstant(v, r.str, a.where[x])
	case r.kind == kBinary:
		return a.namedConstant(v, a.Describe(x), a.where[x])
	}
	return a.constant(v)
}

// binary applies an arithmetic operator to two operands that have been
// converted to typ.
func (a *Arena) binary(op syntax.Op, x, y Term, typ CType, at Where) Term {
	vx, cx := a.number(x)
	vy, cy := a.number(y)
	if cx && cy {
		if v, ok := fold(op, vx, vy, typ); ok {
			v = typ.wrap(v)
			if v == vx && op == syntax.Or {
				return x // it had those flags already
			}
			if !a.hasName(x) && !a.hasName(y) {
				return a.constant(v)
			}
			return a.make(termRec{kind: kBinary, op: op, a: x, b: y, typ: typ, val: v, num: true}, at)
		}
	}
	switch {
	case cy && vy == 0 && (op == syntax.Add || op == syntax.Sub || op == syntax.Or || op == syntax.Xor || op == syntax.Shl || op == syntax.Shr):
		return x
	case cx && vx == 0 && (op == syntax.Add || op == syntax.Or || op == syntax.Xor):
		return y
	case (cx && vx == 0 || cy && vy == 0) && (op == syntax.And || op == syntax.Mul):
		return a.constant(0)
	case cy && vy == 1 && (op == syntax.Mul || op == syntax.Div):
		return x
	case cx && vx == 1 && op == syntax.Mul:
		return y
	case x == y && (op == syntax.And || op == syntax.Or):
		return x
	case x == y && (op == syntax.Sub || op == syntax.Xor):
		return a.constant(0)
	}
	if t, ok := a.distribute(op, x, y, typ, at); ok {
		return t
	}
	if r := a.rec(x); r.kind == kBinary && r.op == syntax.Add && cy && (op == syntax.Add || op == syntax.Sub) {
		if v, ok := a.number(r.b); ok { // (z + v) + vy
			sum, _ := fold(op, v, vy, typ)
			return a.binary(syntax.Add, r.a, a.constant(sum), typ, at)
		}
	}
	if op == syntax.Sub && cy {
		return a.binary(syntax.Add, x, a.constant(-vy), typ, at)
	}
	return a.make(termRec{kind: kBinary, op: op, a: x, b: y, typ: typ}, at)
}

// hasName tells whether a number was made of a constant with a name.
func (a *Arena) hasName(t Term) bool {
	r := a.rec(t)
	return r.str != "" || r.kind == kBinary
}

// distribute takes arithmetic with a constant into a choice between constants,
// where the result stays as small.
func (a *Arena) distribute(op syntax.Op, x, y Term, typ CType, at Where) (Term, bool) {
	rx, ry := *a.rec(x), *a.rec(y)
	switch {
	case rx.kind == kIte && a.isChoiceOfConstants(x, 4):
		if _, ok := a.number(y); ok {
			return a.choose(rx.c, a.binary(op, rx.a, y, typ, at), a.binary(op, rx.b, y, typ, at), at), true
		}
	case ry.kind == kIte && a.isChoiceOfConstants(y, 4):
		if _, ok := a.number(x); ok {
			return a.choose(ry.c, a.binary(op, x, ry.a, typ, at), a.binary(op, x, ry.b, typ, at), at), true
		}
	}
	return None, false
}

func (a *Arena) isChoiceOfConstants(t Term, depth int) bool {
	r := a.rec(t)
	switch {
	case r.kind == kConst || r.num:
		return true
	case r.kind == kIte:
		return depth > 0 && a.isChoiceOfConstants(r.a, depth-1) && a.isChoiceOfConstants(r.b, depth-1)
	}
	return false
}

// fold computes with numbers.
func fold(op syntax.Op, x, y int64, typ CType) (int64, bool) {
	switch op {
	case syntax.Add:
		return x + y, true
	case syntax.Sub:
		return x - y, true
	case syntax.Mul:
		return x * y, true
	case syntax.And:
		return x & y, true
	case syntax.Or:
		return x | y, true
	case syntax.Xor:
		return x ^ y, true
	case syntax.Shl:
		if y >= 0 && y < 64 {
			return x << uint(y), true
		}
	case syntax.Shr:
		if y >= 0 && y < 64 && typ.isUnsigned() {
			return int64(uint64(x) >> uint(y)), true
		} else if y >= 0 && y < 64 {
			return x >> uint(y), true
		}
	case syntax.Div, syntax.Rem:
		if y == 0 || x < 0 && typ.isUnsigned() {
			return 0, false
		}
		if op == syntax.Div {
			return x / y, true
		}
		return x % y, true
	}
	return 0, false
}

// cast converts a value to a type.
func (a *Arena) cast(x Term, to CType, at Where) Term {
	if to.Bits == 0 {
		return x
	}
	if to.Bool {
		return a.bool(a.Truth(x), at)
	}
	r := *a.rec(x)
	switch v, ok := a.number(x); {
	case ok:
		if w := to.wrap(v); w != v {
			return a.keep(x, v, to, at)
		}
		return x
	case r.kind == kIte:
		return a.choose(r.c, a.cast(r.a, to, at), a.cast(r.b, to, at), at)
	}
	if r.kind == kCast && r.typ.Bits >= to.Bits && to.Bits >= 32 && !to.Ptr { // the way there and back
		return a.cast(r.a, to, at)
	}
	from := a.typeOf(x)
	switch {
	case to.Ptr || r.isAddress() || from == to:
		return x
	case to.Signed && to.Bits >= 32 && (from.Bits == 0 || from.Bits >= 32 && from.Signed || from.Ptr):
		return x // counts and error numbers fit into an int
	case to.Signed && from.Bits > 0 && from.Bits < to.Bits:
		return x
	case to.isUnsigned() && from.isUnsigned() && (from.Bits <= to.Bits || to.Bits >= 32):
		return x
	}
	return a.make(termRec{kind: kCast, typ: to, a: x}, at)
}
