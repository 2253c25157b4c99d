// SPDX-License-Identifier: MIT

package flow

import "github.com/gupvet/gupvet/parser/syntax"

// pageSize bounds the numbers that no address of an object is: PAGE_SIZE is at
// least that.
const pageSize = 4096

// atMost is the condition that a value, taken as a number with a sign, is at
// most v.
func (a *Arena) atMost(t Term, v int64) Cond {
	if n, ok := a.number(t); ok {
		return constCond(n <= v)
	}
	r := *a.rec(t)
	typ := a.typeOf(t)
	switch {
	case r.isAddress() && v < pageSize: // of something, which nothing there is
		return False
	case r.isAddress() || typ.isUnsigned() || typ.Bool || typ.Ptr:
		if v < 0 {
			return False
		}
	case typ.Signed && typ.Bits == 32:
		if v >= 1<<31-1 {
			return True
		} else if v < -1<<31 {
			return False
		}
	}
	if typ.isUnsigned() && typ.Bits < 64 && v >= 1<<typ.Bits-1 || typ.Bool && v >= 1 {
		return True
	}
	switch r.kind {
	case kIte:
		return a.remember(question{t, askAtMost, v}, func() Cond { return a.ite(r.c, a.atMost(r.a, v), a.atMost(r.b, v)) })
	case kBinary:
		if k, ok := a.number(r.b); ok && r.op == syntax.Add {
			return a.atMost(r.a, v-k)
		}
		if m, _, ok := a.masked(&r); ok && r.op == syntax.And && int64(m) >= 0 {
			if v < 0 {
				return False
			} else if v >= int64(m) {
				return True
			} else if v == 0 {
				return a.not(a.Truth(t))
			}
		}
	case kCast:
		if typ.isUnsigned() && typ.Bits >= 32 {
			c := a.not(a.atMost(r.a, -1))
			if w, _ := typ.signed(v); w < 0 {
				return a.or(c, a.atMost(r.a, w))
			}
			return a.and(c, a.atMost(r.a, v))
		}
	}
	return a.ask(atom{kind: atLE, a: t, val: v})
}

// maxChoices bounds how deep a comparison of two choices is taken apart.
const maxChoices = 64

// equal is the condition that two values are the same.
func (a *Arena) equal(x, y Term) Cond {
	if x == y {
		return True
	}
	if v, ok := a.number(y); ok {
		return a.equalConst(x, v)
	}
	if v, ok := a.number(x); ok {
		return a.equalConst(y, v)
	}
	rx, ry := *a.rec(x), *a.rec(y)
	switch {
	case rx.kind == kIte && a.choices(x, maxChoices) <= maxChoices:
		return a.ite(rx.c, a.equal(rx.a, y), a.equal(rx.b, y))
	case ry.kind == kIte && a.choices(y, maxChoices) <= maxChoices:
		return a.ite(ry.c, a.equal(x, ry.a), a.equal(x, ry.b))
	case rx.kind == kVar && ry.kind == kVar, rx.kind == kGlobal && ry.kind == kGlobal:
		return False
	case rx.kind == kCast && rx.typ.Bits >= 32:
		return a.equal(rx.a, y)
	case ry.kind == kCast && ry.typ.Bits >= 32:
		return a.equal(x, ry.a)
	}
	return a.ask(atom{kind: atEQ, a: min(x, y), b: max(x, y)})
}

// less is the condition that x is less than y, both as numbers with a sign.
func (a *Arena) less(x, y Term) Cond {
	if x == y {
		return False
	}
	if v, ok := a.number(y); ok {
		return a.atMost(x, v-1)
	}
	if v, ok := a.number(x); ok {
		return a.not(a.atMost(y, v))
	}
	rx, ry := *a.rec(x), *a.rec(y)
	switch {
	case rx.kind == kIte && a.choices(x, maxChoices) <= maxChoices:
		return a.ite(rx.c, a.less(rx.a, y), a.less(rx.b, y))
	case ry.kind == kIte && a.choices(y, maxChoices) <= maxChoices:
		return a.ite(ry.c, a.less(x, ry.a), a.less(x, ry.b))
	case a.lostSign(&rx) || a.lostSign(&ry):
		return a.lessUnsigned(x, y)
	case x > y: // x < y is neither y < x nor x == y
		return a.not(a.or(a.less(y, x), a.equal(x, y)))
	}
	return a.ask(atom{kind: atLT, a: x, b: y})
}

// lostSign tells whether a value is one with a sign, converted to a type without.
func (a *Arena) lostSign(r *termRec) bool {
	return r.kind == kCast && r.typ.isUnsigned() && r.typ.Bits >= 32 && !a.typeOf(r.a).isUnsigned()
}

// lessUnsigned compares values of which some lost their sign: those that were
// negative are greater than all others.
func (a *Arena) lessUnsigned(x, y Term) Cond {
	negative := func(t Term) (Term, Cond) {
		if r := a.rec(t); a.lostSign(r) {
			in := r.a
			return in, a.atMost(in, -1)
		}
		return t, False
	}
	x, nx := negative(x)
	y, ny := negative(y)
	less := a.less(x, y)
	return a.ite(ny, a.or(a.not(nx), less), a.and(a.not(nx), less))
}

// choices counts the leaves of a choice, up to a limit and one.
func (a *Arena) choices(t Term, limit int) int {
	r := a.rec(t)
	if r.kind != kIte || limit <= 0 {
		return 1
	}
	n := a.choices(r.a, limit-1)
	return n + a.choices(r.b, limit-n)
}

// compare is the condition that x op y holds, after the usual conversions of
// two operands with the given types.
func (a *Arena) compare(op syntax.Op, x, y Term, tx, ty CType, at Where) Cond {
	typ := common(tx, ty)
	if typ.isUnsigned() {
		x, y = a.cast(x, typ, at), a.cast(y, typ, at)
		if c, ok := a.compareUnsigned(op, x, y); ok {
			return c
		}
	}
	switch op {
	case syntax.Eq:
		return a.equal(x, y)
	case syntax.Ne:
		return a.not(a.equal(x, y))
	case syntax.Lt:
		return a.less(x, y)
	case syntax.Ge:
		return a.not(a.less(x, y))
	case syntax.Gt:
		return a.less(y, x)
	case syntax.Le:
		return a.not(a.less(y, x))
	}
	return False
}

// compareUnsigned compares with a constant that a number with a sign would take
// for negative, such as (unsigned long)-4095.
func (a *Arena) compareUnsigned(op syntax.Op, x, y Term) (Cond, bool) {
	v, ok := a.number(y)
	if !ok || v >= 0 {
		return False, false
	}
	if r := a.rec(x); r.kind == kCast {
		x = r.a
	}
	if a.typeOf(x).isUnsigned() {
		return a.compareHigh(op, x, v)
	}
	high := func(v int64) Cond { // x is in [v, -1]
		return a.and(a.atMost(x, -1), a.not(a.atMost(x, v-1)))
	}
	switch op {
	case syntax.Ge:
		return high(v), true
	case syntax.Gt:
		return high(v + 1), true
	case syntax.Lt:
		return a.not(high(v)), true
	case syntax.Le:
		return a.not(high(v + 1)), true
	}
	return False, false
}

// compareHigh compares a value that never had a sign with a constant of the upper
// half of its type. Nothing else is known of where it lies there.
func (a *Arena) compareHigh(op syntax.Op, x Term, v int64) (Cond, bool) {
	least := func(v int64) Cond {
		if v == 0 {
			return False // behind the largest
		}
		return a.Truth(a.apply("at least", x, a.constant(v), cInt, Where{}))
	}
	switch op {
	case syntax.Ge:
		return least(v), true
	case syntax.Gt:
		return least(v + 1), true
	case syntax.Lt:
		return a.not(least(v)), true
	case syntax.Le:
		return a.not(least(v + 1)), true
	}
	return False, false
}
