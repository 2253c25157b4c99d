// SPDX-License-Identifier: MIT

package flow

import (
	"math"
	"math/bits"

	"github.com/gupvet/gupvet/parser/syntax"
)

// limits are numbers that code compares with and files seldom see the definition
// of: include/vdso/limits.h (include/linux/limits.h and kernel.h in 5.10) and
// include/linux/sizes.h.
var limits = map[string]int64{
	"U8_MAX": math.MaxUint8, "S8_MAX": math.MaxInt8, "U16_MAX": math.MaxUint16, "S16_MAX": math.MaxInt16,
	"USHRT_MAX": math.MaxUint16, "SHRT_MAX": math.MaxInt16, "INT_MAX": math.MaxInt32, "INT_MIN": math.MinInt32,
	"UINT_MAX": math.MaxUint32, "U32_MAX": math.MaxUint32, "S32_MAX": math.MaxInt32, "LONG_MAX": math.MaxInt64,
	"S64_MAX": math.MaxInt64, "LLONG_MAX": math.MaxInt64, "SSIZE_MAX": math.MaxInt64,
	"SZ_1K": 1 << 10, "SZ_4K": 1 << 12, "SZ_8K": 1 << 13, "SZ_16K": 1 << 14, "SZ_32K": 1 << 15, "SZ_64K": 1 << 16,
	"SZ_128K": 1 << 17, "SZ_256K": 1 << 18, "SZ_512K": 1 << 19, "SZ_1M": 1 << 20, "SZ_2M": 1 << 21, "SZ_4M": 1 << 22,
	"SZ_8M": 1 << 23, "SZ_16M": 1 << 24, "SZ_32M": 1 << 25, "SZ_64M": 1 << 26, "SZ_128M": 1 << 27, "SZ_256M": 1 << 28,
	"SZ_512M": 1 << 29, "SZ_1G": 1 << 30, "SZ_2G": 1 << 31, "SZ_4G": 1 << 32,
}

// pageNames are the sizes that depend on the architecture: pages are from 4 KiB to
// 256 KiB large (arch/*/include/asm/page.h, include/vdso/page.h). What is measured has a
// size as well.
var pageNames = map[string]bounds{
	"PAGE_SHIFT": {12, 18}, "PAGE_SIZE": {1 << 12, 1 << 18}, "PAGE_MASK": {-1 << 18, -1 << 12},
	"sizeof": {1, math.MaxInt32},
}

// bounds are the least and the greatest number that a value can be, as numbers of
// 64 bits with a sign.
type bounds struct{ lo, hi int64 }

// anything is what nothing is known of.
var anything = bounds{math.MinInt64, math.MaxInt64}

// of gives the numbers of a type.
func (c CType) bounds() bounds {
	switch {
	case c.Bool:
		return bounds{0, 1}
	case c.Bits == 0 || c.Bits >= 64:
		return anything
	case c.Signed:
		return bounds{-1 << (c.Bits - 1), 1<<(c.Bits-1) - 1}
	}
	return bounds{0, 1<<c.Bits - 1}
}

// within tells whether all numbers of b are among those of c.
func (b bounds) within(c bounds) bool { return c.lo <= b.lo && b.hi <= c.hi }

func (b bounds) union(c bounds) bounds { return bounds{min(b.lo, c.lo), max(b.hi, c.hi)} }

// AtMostEver tells whether a value is between 0 and max wherever a condition holds,
// by what it is made of.
func (a *Arena) AtMostEver(t Term, pc Cond, max int64) bool {
	b := a.boundsOf(t, pc, maxNesting)
	return b.lo >= 0 && b.hi <= max
}

// boundsOf finds bounds of a value where pc holds, by its type, by how it is
// calculated, and by what it was compared with.
func (a *Arena) boundsOf(t Term, pc Cond, depth int) bounds {
	if v, ok := a.number(t); ok {
		return bounds{v, v}
	}
	r := *a.rec(t)
	b := r.typ.bounds()
	if p, ok := pageNames[r.str]; ok && (r.kind == kFresh || r.kind == kName) {
		b = p
	}
	if depth == 0 {
		return b
	}
	in := b
	switch r.kind {
	case kIte:
		in = a.boundsOf(r.a, a.and(pc, r.c), depth-1).union(a.boundsOf(r.b, a.and(pc, a.not(r.c)), depth-1))
	case kCast:
		in = a.boundsOf(r.a, pc, depth-1)
	case kUnary:
		if x := a.boundsOf(r.a, pc, depth-1); r.op == syntax.Com {
			in = bounds{^x.hi, ^x.lo}
		}
	case kBinary:
		in = calculate(r.op, a.boundsOf(r.a, pc, depth-1), a.boundsOf(r.b, pc, depth-1), r.typ.isUnsigned())
	}
	if in.within(b) {
		b = in
	}
	return a.comparedWith(t, pc, b)
}

// comparedWith narrows bounds by what a value was compared with.
func (a *Arena) comparedWith(t Term, pc Cond, b bounds) bounds {
	for _, v := range a.bounds[t] {
		switch le := a.atMost(t, v); {
		case v < b.hi && a.Implies(pc, le):
			b.hi = v
			if a.typeOf(t).isUnsigned() { // as what it is, a large one is no less than 0
				b.lo = max(b.lo, 0)
			}
		case v >= b.lo && v < math.MaxInt64 && a.Implies(pc, a.not(le)):
			b.lo = v + 1
		}
	}
	return b
}

// arrayAllocs give an array of as many elements as their first argument says, or
// NULL: of more than INT_MAX bytes always (include/linux/slab.h; kvmalloc in
// mm/util.c or mm/slub.c, KMALLOC_MAX_SIZE; 5.10 to 7.3).
var arrayAllocs = map[string]bool{
	"kmalloc_array": true, "kmalloc_array_node": true, "kcalloc": true, "kcalloc_node": true,
	"kvmalloc_array": true, "kvmalloc_array_node": true, "kvcalloc": true, "kvcalloc_node": true,
}

// allocated follows that an allocation bounds its number of elements, where it
// succeeds.
func (x *executor) allocated(name string, args []Term, p Term) {
	if !arrayAllocs[name] || len(args) == 0 || !x.eng.conf.Track || x.s.dead || x.AtMostEver(args[0], x.s.pc, math.MaxInt32) {
		return
	}
	n := args[0]
	x.assume(x.or(x.not(x.Truth(p)), x.and(x.not(x.atMost(n, -1)), x.atMost(n, math.MaxInt32))))
}

// calculate finds bounds of a calculation in 64 bits; anything where it may not
// fit.
func calculate(op syntax.Op, x, y bounds, unsigned bool) bounds {
	if unsigned && x.lo < 0 { // as large a number as there is, before it becomes less
		switch {
		case op == syntax.Shr && y.lo > 0 && y.hi < 64:
			return bounds{0, int64(uint64(math.MaxUint64) >> uint(y.lo))}
		case op == syntax.Div && y.lo > 1:
			return bounds{0, int64(math.MaxUint64 / uint64(y.lo))}
		case op == syntax.Rem && y.lo > 0:
			return bounds{0, y.hi - 1}
		}
	}
	switch op {
	case syntax.Add:
		if fits(x) && fits(y) {
			return bounds{x.lo + y.lo, x.hi + y.hi}
		}
	case syntax.Sub:
		if fits(x) && fits(y) {
			return bounds{x.lo - y.hi, x.hi - y.lo}
		}
	case syntax.Mul:
		if x.lo >= 0 && y.lo >= 0 && bits.Len64(uint64(x.hi))+bits.Len64(uint64(y.hi)) < 63 {
			return bounds{x.lo * y.lo, x.hi * y.hi}
		}
	case syntax.And:
		switch {
		case y.lo >= 0 && x.lo >= 0:
			return bounds{0, min(x.hi, y.hi)}
		case y.lo >= 0:
			return bounds{0, y.hi}
		case x.lo >= 0:
			return bounds{0, x.hi}
		}
	case syntax.Shl:
		if x.lo >= 0 && y.lo >= 0 && y.hi < 63 && bits.Len64(uint64(x.hi))+int(y.hi) < 63 {
			return bounds{x.lo << y.lo, x.hi << y.hi}
		}
	case syntax.Shr:
		if x.lo >= 0 && y.lo >= 0 && y.hi < 64 {
			return bounds{x.lo >> y.hi, x.hi >> y.lo}
		}
	case syntax.Div:
		if x.lo >= 0 && y.lo > 0 {
			return bounds{x.lo / y.hi, x.hi / y.lo}
		}
	case syntax.Rem:
		if x.lo >= 0 && y.lo > 0 {
			return bounds{0, min(x.hi, y.hi-1)}
		}
	}
	return anything
}

// fits tells whether two such numbers can be added.
func fits(b bounds) bool { return b.lo >= math.MinInt64/2 && b.hi <= math.MaxInt64/2 }
