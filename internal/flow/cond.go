// SPDX-License-Identifier: MIT

package flow

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/parser/syntax"
)

// An atom is a question about terms that the arena cannot answer by itself.
type atom struct {
	kind atomKind
	a, b Term
	val  int64
	str  string
}

// atomKind is the kind of an atom.
type atomKind uint8

const (
	atBit    atomKind = iota // bit val of a is set
	atLE                     // a is at most val
	atEQ                     // a equals b
	atLT                     // a is less than b
	atErr                    // the pointer a is an error number
	atConfig                 // the preprocessor condition str holds
	atFree                   // a choice that nothing in the text decides; val numbers it
)

type bitKey struct {
	t Term
	k uint8
}

// A question is one about a choice, whose answer is remembered: choices share
// their parts.
type question struct {
	t    Term
	kind uint8
	v    int64
}

const (
	askTruth = iota
	askEqual
	askAtMost
	askErr
)

func (a *Arena) remember(q question, answer func() Cond) Cond {
	if c, ok := a.answers[q]; ok {
		return c
	}
	c := answer()
	a.answers[q] = c
	return c
}

// ask finds or makes the condition that an atom holds.
func (a *Arena) ask(k atom) Cond {
	if c, ok := a.atomOf[k]; ok {
		return c
	}
	c := a.bdd.atom()
	a.atomOf[k] = c
	a.atomKey = append(a.atomKey, k)
	if k.kind == atLE {
		list := a.bounds[k.a]
		i, _ := slices.BinarySearch(list, k.val)
		a.bounds[k.a] = slices.Insert(list, i, k.val)
	}
	return c
}

// config is the condition that an #if holds: X, !X, and those joined by &&.
// Anything else is a question by itself.
func (a *Arena) config(cond string) Cond {
	if parts := conjuncts(cond); len(parts) > 1 {
		c := True
		for _, p := range parts {
			c = a.and(c, a.config(p))
		}
		return c
	}
	if rest, ok := strings.CutPrefix(cond, "!"); ok && (isName(rest) || enclosed(rest)) {
		return a.not(a.config(strings.TrimSpace(rest)))
	}
	if enclosed(cond) {
		return a.config(cond[1 : len(cond)-1])
	}
	switch cond {
	case "", "1":
		return True
	case "0":
		return False
	}
	return a.ask(atom{kind: atConfig, str: cond})
}

// enclosed tells whether one pair of parentheses stands around a text.
func enclosed(s string) bool {
	if len(s) < 2 || s[0] != '(' {
		return false
	}
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i == len(s)-1
			}
		}
	}
	return false
}

// conjuncts splits a condition at the && outside of parentheses.
func conjuncts(s string) []string {
	var parts []string
	depth, start := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth--
		case '|':
			if depth == 0 {
				return []string{s} // && binds tighter than ||
			}
		case '&':
			if depth == 0 && strings.HasPrefix(s[i:], "&&") {
				parts = append(parts, strings.TrimSpace(s[start:i]))
				i++
				start = i + 1
			}
		}
	}
	return append(parts, strings.TrimSpace(s[start:]))
}

func isName(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c != '_' && (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}

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

func constCond(b bool) Cond {
	if b {
		return True
	}
	return False
}

// Truth is the condition that a value is not 0.
func (a *Arena) Truth(t Term) Cond {
	if v, ok := a.number(t); ok {
		return constCond(v != 0)
	}
	r := *a.rec(t)
	switch {
	case r.isAddress():
		return True
	case r.kind == kIte:
		return a.remember(question{t, askTruth, 0}, func() Cond { return a.ite(r.c, a.Truth(r.a), a.Truth(r.b)) })
	case r.kind == kCast && r.typ.Bits >= 32:
		return a.Truth(r.a)
	case r.kind == kApply && r.str == errPtr:
		return a.Truth(r.a)
	case r.kind == kApply && r.str == pageOf: // there is one if the call brought any
		return a.not(a.atMost(r.a, 0))
	case r.kind == kBinary:
		switch r.op {
		case syntax.And:
			if m, x, ok := a.masked(&r); ok {
				return a.anyBit(x, m)
			}
		case syntax.Or:
			return a.or(a.Truth(r.a), a.Truth(r.b))
		case syntax.Sub, syntax.Xor:
			return a.not(a.equal(r.a, r.b))
		case syntax.Add:
			if v, ok := a.number(r.b); ok {
				return a.not(a.equalConst(r.a, -v))
			}
		case syntax.Mul:
			return a.and(a.Truth(r.a), a.Truth(r.b))
		case syntax.Shl:
			if _, ok := a.number(r.b); ok {
				return a.Truth(r.a)
			}
		}
	}
	return a.not(a.equalConst(t, 0))
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

// equalConst is the condition that a value is v.
func (a *Arena) equalConst(t Term, v int64) Cond {
	if n, ok := a.number(t); ok {
		return constCond(n == v)
	}
	r := *a.rec(t)
	switch {
	case r.isAddress():
		return False
	case r.kind == kIte:
		return a.remember(question{t, askEqual, v}, func() Cond { return a.ite(r.c, a.equalConst(r.a, v), a.equalConst(r.b, v)) })
	case r.kind == kBinary && r.op == syntax.Add:
		if k, ok := a.number(r.b); ok {
			return a.equalConst(r.a, v-k)
		}
	case r.kind == kBinary && r.op == syntax.And:
		if m, x, ok := a.masked(&r); ok && bits.OnesCount64(m&(1<<32-1)) <= 16 {
			return a.bitsAre(x, m, uint64(v))
		}
	case r.kind == kCast && r.typ.isUnsigned() && r.typ.Bits >= 32:
		switch v, ok := r.typ.signed(v); {
		case !ok:
			return False
		case v < 0 && a.typeOf(r.a).isUnsigned():
			return False
		default:
			return a.equalConst(r.a, v)
		}
	case r.kind == kCast && r.typ.isUnsigned() && v < 0:
		return False
	}
	if typ := a.typeOf(t); v < 0 && typ.isUnsigned() && typ.Bits == 64 {
		return a.ask(atom{kind: atEQ, a: min(t, a.constant(v)), b: max(t, a.constant(v))})
	}
	return a.and(a.atMost(t, v), a.not(a.atMost(t, v-1)))
}

// bitsAre is the condition that x & m is v.
func (a *Arena) bitsAre(x Term, m, v uint64) Cond {
	if v&^m != 0 {
		return False
	}
	c := True
	for rest := m & (1<<32 - 1); rest != 0; rest &= rest - 1 {
		k := uint8(bits.TrailingZeros64(rest))
		b := a.Bit(x, k)
		if v>>k&1 == 0 {
			b = a.not(b)
		}
		c = a.and(c, b)
	}
	return c
}

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

// Possible tells whether a condition can hold, given what atoms about the same
// values say of each other. Where there was no room for the condition nothing is
// known to be possible, and nothing to be implied.
func (a *Arena) Possible(c Cond) bool {
	if c == False || c == True {
		return c == True && !a.full
	}
	s := search{a: a, budget: maxSearch}
	if found, sure := s.path(c); sure {
		return found
	}
	return a.withAxioms(c) != False && !a.full
}

// maxSearch bounds the nodes visited in search of one way to hold; most are
// found at once.
const maxSearch = 400

// A search looks for a way in which a condition holds and no two atoms
// contradict each other. That is cheaper than joining the condition with all
// that its atoms say of each other, where there are many ways.
type search struct {
	a      *Arena
	budget int
	chosen []choice       // on the way here
	last   map[Term]int32 // by value, the last of those about it and one
}

// A choice is an atom about values and whether it holds.
type choice struct {
	atom   *atom
	holds  bool
	before int32 // the one before about the same value and one, 0 for none
}

// path looks for a way below c; sure is false when the budget ran out.
func (s *search) path(c Cond) (found, sure bool) {
	if c == True || c == False {
		return c == True, true
	}
	if s.budget--; s.budget < 0 {
		return false, false
	}
	n := s.a.nodes[c]
	k := &s.a.atomKey[n.v]
	relevant := k.kind == atLE || k.kind == atEQ || k.kind == atLT || k.kind == atErr && s.a.typeOf(k.a).Ptr
	for _, holds := range []bool{false, true} {
		next := n.lo
		if holds {
			next = n.hi
		}
		if next == False || relevant && s.contradicts(k, holds) {
			continue
		}
		before := s.last[k.a]
		if relevant {
			if s.last == nil {
				s.last = map[Term]int32{}
			}
			s.chosen = append(s.chosen, choice{k, holds, before})
			s.last[k.a] = int32(len(s.chosen))
		}
		found, sure = s.path(next)
		if relevant {
			s.chosen = s.chosen[:len(s.chosen)-1]
			s.last[k.a] = before
		}
		if found || !sure {
			return found, sure
		}
	}
	return false, true
}

// contradicts tells whether an answer is at odds with one before.
func (s *search) contradicts(k *atom, holds bool) bool {
	for i := s.last[k.a]; i > 0; i = s.chosen[i-1].before {
		c := &s.chosen[i-1]
		switch {
		case c.atom.b != k.b:
		case c.atom.kind == atLE && k.kind == atLE:
			if c.holds && !holds && k.val >= c.atom.val || !c.holds && holds && k.val <= c.atom.val {
				return true
			}
		case c.atom.kind != k.kind && c.holds && holds: // equal and less, NULL and an error pointer
			return true
		}
	}
	return false
}

// Implies tells whether d holds wherever c does.
func (a *Arena) Implies(c, d Cond) bool { return !a.Possible(a.and(c, a.not(d))) && !a.full }

// Consistent gives a condition without the ways to hold that contradict
// themselves.
func (a *Arena) Consistent(c Cond) Cond { return a.withAxioms(c) }

// withAxioms adds to a condition what is known of its atoms: a value of at most
// 3 is one of at most 5, equal values are not less than each other, an error
// pointer is not NULL.
func (a *Arena) withAxioms(c Cond) Cond {
	if c == True {
		return c
	}
	le := map[Term][]int64{}
	var order, errs []Term
	pairs := map[[2]Term]int{}
	a.support(c, func(v int32) {
		switch k := a.atomKey[v]; k.kind {
		case atLE:
			if len(le[k.a]) == 0 {
				order = append(order, k.a)
			}
			le[k.a] = append(le[k.a], k.val)
		case atEQ, atLT:
			pairs[[2]Term{k.a, k.b}]++
		case atErr:
			if a.typeOf(k.a).Ptr {
				errs = append(errs, k.a)
			}
		}
	})
	for _, t := range order {
		list := le[t]
		slices.Sort(list)
		for i := 1; i < len(list); i++ {
			lower := a.ask(atom{kind: atLE, a: t, val: list[i-1]})
			upper := a.ask(atom{kind: atLE, a: t, val: list[i]})
			c = a.and(c, a.or(a.not(lower), upper))
		}
	}
	for p, n := range pairs {
		if n > 1 {
			eq := a.ask(atom{kind: atEQ, a: p[0], b: p[1]})
			lt := a.ask(atom{kind: atLT, a: p[0], b: p[1]})
			c = a.and(c, a.not(a.and(eq, lt)))
		}
	}
	for _, t := range errs {
		if slices.Contains(le[t], 0) {
			c = a.and(c, a.not(a.and(a.ask(atom{kind: atErr, a: t}), a.ask(atom{kind: atLE, a: t, val: 0}))))
		}
	}
	return c
}
