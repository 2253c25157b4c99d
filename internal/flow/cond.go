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

// Possible tells whether a condition can hold, given what atoms about the same
// values say of each other. Where there was no room for the condition nothing is
// known to be possible, and nothing to be implied.
func (a *Arena) Possible(c Cond) bool {
	if c == False || c == True {
		return c == True && !a.full
	}
	s := &a.seek
	s.budget = maxSearch
	if n := len(a.terms) - len(s.last); n > 0 {
		s.last = append(s.last, make([]int32, n)...)
	}
	if found, sure := s.path(a, c); sure {
		return found && !a.full
	}
	return a.withAxioms(c) != False && !a.full
}

// maxSearch bounds the nodes visited in search of one way to hold; most are
// found at once.
const maxSearch = 400

// A search looks for a way in which a condition holds and no two atoms
// contradict each other. That is cheaper than joining the condition with all
// that its atoms say of each other, where there are many ways. It leaves itself
// as it was, ready for the next.
type search struct {
	budget int
	chosen []choice // on the way here
	last   []int32  // by value, the last of those about it and one
}

// A choice is an atom about values and whether it holds.
type choice struct {
	atom   *atom
	holds  bool
	before int32 // the one before about the same value and one, 0 for none
}

// path looks for a way below c; sure is false when the budget ran out.
func (s *search) path(a *Arena, c Cond) (found, sure bool) {
	if c == True || c == False {
		return c == True, true
	}
	if s.budget--; s.budget < 0 {
		return false, false
	}
	n := a.nodes[c]
	k := &a.atomKey[n.v]
	relevant := k.kind == atLE || k.kind == atEQ || k.kind == atLT || k.kind == atErr && a.typeOf(k.a).Ptr
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
			s.chosen = append(s.chosen, choice{k, holds, before})
			s.last[k.a] = int32(len(s.chosen))
		}
		found, sure = s.path(a, next)
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
