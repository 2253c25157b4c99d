// SPDX-License-Identifier: MIT

package flow

import (
	"math/bits"

	"github.com/gupvet/gupvet/parser/syntax"
)

// free makes a condition that nothing decides.
func (a *Arena) free() Cond {
	a.fresh++
	return a.ask(atom{kind: atFree, val: a.fresh})
}

// Bit is the condition that bit k of a value is set, counted from 0.
func (a *Arena) Bit(t Term, k uint8) Cond {
	key := bitKey{t, k}
	if c, ok := a.bits[key]; ok {
		return c
	}
	c := a.findBit(t, k)
	a.bits[key] = c
	return c
}

func (a *Arena) findBit(t Term, k uint8) Cond {
	if v, ok := a.number(t); ok {
		return constCond(uint64(v)>>k&1 != 0)
	}
	r := *a.rec(t)
	if r.typ.isUnsigned() && k >= r.typ.Bits || r.typ.Bool && k > 0 {
		return False
	}
	switch r.kind {
	case kIte:
		return a.ite(r.c, a.Bit(r.a, k), a.Bit(r.b, k))
	case kUnary:
		if r.op == syntax.Com {
			return a.not(a.Bit(r.a, k))
		}
	case kBinary:
		if c, ok := a.binaryBit(&r, k); ok {
			return c
		}
	case kCast:
		if k < r.typ.Bits {
			return a.Bit(r.a, k)
		}
		return a.Bit(r.a, r.typ.Bits-1)
	}
	return a.ask(atom{kind: atBit, a: t, val: int64(k)})
}

func (a *Arena) binaryBit(r *termRec, k uint8) (Cond, bool) {
	switch r.op {
	case syntax.And:
		if x := a.Bit(r.a, k); x == False {
			return False, true
		} else {
			return a.and(x, a.Bit(r.b, k)), true
		}
	case syntax.Or:
		return a.or(a.Bit(r.a, k), a.Bit(r.b, k)), true
	case syntax.Xor:
		x := a.Bit(r.a, k)
		return a.ite(a.Bit(r.b, k), a.not(x), x), true
	case syntax.Shl:
		if n, ok := a.number(r.b); ok && n >= 0 && n < 64 {
			if int64(k) < n {
				return False, true
			}
			return a.Bit(r.a, k-uint8(n)), true
		}
	case syntax.Shr:
		if n, ok := a.number(r.b); ok && n >= 0 && int64(k)+n < 64 {
			return a.Bit(r.a, k+uint8(n)), true
		}
	case syntax.Mul:
		// A product with 0 or 1 chooses.
		if a.isFlag(r.a) {
			return a.and(a.Truth(r.a), a.Bit(r.b, k)), true
		}
		if a.isFlag(r.b) {
			return a.and(a.Truth(r.b), a.Bit(r.a, k)), true
		}
	case syntax.Add:
		if a.disjoint(r.a, r.b) {
			return a.or(a.Bit(r.a, k), a.Bit(r.b, k)), true
		}
	}
	return False, false
}

// isFlag tells whether a value is 0 or 1.
func (a *Arena) isFlag(t Term) bool {
	r := a.rec(t)
	switch r.kind {
	case kConst:
		return r.val == 0 || r.val == 1
	case kIte:
		return a.isFlag(r.a) && a.isFlag(r.b)
	}
	return r.typ.Bool
}

// disjoint tells whether two sums of constants have no bit in common, so that
// adding them is joining them.
func (a *Arena) disjoint(x, y Term) bool {
	mx, okx := a.possibleBits(x, 8)
	my, oky := a.possibleBits(y, 8)
	return okx && oky && mx&my == 0
}

// possibleBits gives the bits that a choice between constants can have.
func (a *Arena) possibleBits(t Term, depth int) (uint64, bool) {
	if v, ok := a.number(t); ok {
		return uint64(v), v >= 0
	}
	r := a.rec(t)
	if depth == 0 || r.kind != kIte && (r.kind != kBinary || r.op != syntax.Or && r.op != syntax.And) {
		return 0, false
	}
	x, okx := a.possibleBits(r.a, depth-1)
	y, oky := a.possibleBits(r.b, depth-1)
	if r.kind == kBinary && r.op == syntax.And {
		return x & y, okx && oky
	}
	return x | y, okx && oky
}

// masked takes x & constant apart.
func (a *Arena) masked(r *termRec) (mask uint64, x Term, ok bool) {
	if v, ok := a.number(r.b); ok {
		return uint64(v), r.a, true
	}
	if v, ok := a.number(r.a); ok {
		return uint64(v), r.b, true
	}
	return 0, None, false
}

// anyBit is the condition that x has one of the bits of m, of the lower 32.
// Flags have no others.
func (a *Arena) anyBit(x Term, m uint64) Cond {
	c := False
	for m &= 1<<32 - 1; m != 0; m &= m - 1 {
		c = a.or(c, a.Bit(x, uint8(bits.TrailingZeros64(m))))
	}
	return c
}
