// SPDX-License-Identifier: MIT

package flow

import (
	"slices"

	"github.com/gupvet/gupvet/parser/syntax"
)

const loopElement = "an element of a loop"

// maxRounds bounds how often a loop is followed before what still changes is
// given up.
const maxRounds = 4

// A phi is what a loop makes of a place in memory.
type phi struct {
	entry Term
	vals  []Term // numbers that it can be instead of the value on entry
	mask  uint64 // else the bits that change, ^0 for a value that is not flags
	when  Cond   // a condition under which it changes at all
	val   Term

	up, down bool // a number that grows, or shrinks, from round to round
	carried  bool // see carry
	track    bool // a cell of what becomes of pages
	held     Term // of a lock that a variable tells of: how it is held
}

// loop follows a loop until the state at its head holds whichever way it is
// reached. What changes from round to round becomes a symbol there; of flags
// only the bits that change, and only where they can change.
func (w *walk) loop(c component) {
	x := w.x
	entry := w.in[c.block]
	if entry.dead || entry.pc == False {
		return
	}
	at := w.place(c.block)
	x.loops = append(slices.Clip(x.loops), at)
	defer func() { x.loops = x.loops[:len(x.loops)-1] }()
	saved, events, rets, taken := slices.Clone(w.in), len(x.events), len(x.rets), len(x.acquired)
	known := len(x.earlier)
	mark := Term(len(x.terms))
	phis := map[Term]*phi{}
	head, settled := entry, false
	for n := 0; ; n++ {
		copy(w.in, saved)
		x.events, x.rets = x.events[:events], x.rets[:rets]
		x.acquired = append(x.acquired[:taken:taken], x.earlier[known:]...)
		w.in[c.block] = head
		w.block(c.block)
		for _, b := range c.body {
			w.component(b)
		}
		back := w.in[c.block]
		w.in[c.block] = unreached
		if x.bound && !x.eng.conf.Contract { // what a loop changes is not known before its last round
			x.events, x.rets = x.events[:events], x.rets[:rets]
			return
		}
		if back.dead || x.bound {
			return
		}
		again := x.widen(&head, &entry, &back, phis, mark, n)
		again = x.carry(&head, &entry, &back, phis, taken, mark) && n < 4*maxRounds || again
		if !again && !settled {
			// What was done to pages before all else was settled may never be.
			again, settled = x.reset(&head, &entry, phis), true
		}
		if !again {
			x.note(Event{Kind: EvRepeat, At: at, PC: back.pc, Tested: entry.pc})
			return
		}
	}
}

// place gives a place for a block that a loop goes round to: the loop's keyword or
// label, or its first instruction.
func (w *walk) place(id int) Where {
	b := w.g.blocks[id]
	if b.head.Unit != nil {
		return b.head
	}
	for _, i := range b.instrs {
		if i.expr != nil {
			return i.fr.where(i.expr.Range())
		}
	}
	return Where{w.x.fn.Unit, b.end.at}
}

// widen compares the state that comes back to a loop's head with the one it
// left with, and turns what differs into symbols. It tells whether the loop has
// to be followed again.
func (x *executor) widen(head, entry, back *state, phis map[Term]*phi, mark Term, round int) bool {
	again := false
	var flags []lockFlag
	for _, c := range slices.Clone(head.mem) {
		if _, ok := back.find(c.addr); !ok { // lost on the way
			head.remove(func(o Term) bool { return o == c.addr })
			again = true
		}
	}
	for _, c := range back.mem {
		if c.addr >= mark && x.placedAfter(c.addr, mark) {
			continue // of an object, or with an index or a choice, that this round made
		}
		old := x.missing(head, c.addr, c.val, Where{})
		if old == c.val {
			continue
		}
		p := phis[c.addr]
		if x.isTrack(c.addr) {
			if p != nil && p.carried {
				continue
			}
			// A loop that does something to pages is taken to do it to all.
			if old != c.val {
				head.set(c.addr, c.val)
				again = again || p == nil
				phis[c.addr] = &phi{track: true}
			}
			continue
		}
		if r := x.rec(c.addr); r.kind == kField && r.str == markName {
			if p == nil {
				phis[c.addr] = &phi{}
				head.set(c.addr, x.unknown(x.rec(c.val).str, CType{}, Where{}))
				again = true
			}
			continue
		}
		if f, ok := x.flagIn(c.addr, entry, back); ok {
			flags = append(flags, f)
			continue
		}
		if r := x.rec(c.val); r.kind == kApply && r.str == pageOf {
			again = x.anyPage(head, c.addr) && round < 4*maxRounds || again
			continue
		}
		c.val = x.prune(c.val, back.pc)
		if p != nil {
			x.direction(p, old, c.val)
		}
		if c.val == old || p != nil && x.covers(p, c.val, back.pc, mark) {
			continue
		}
		again = true
		if p == nil {
			p = &phi{entry: x.missing(entry, c.addr, c.val, Where{})}
			phis[c.addr] = p
		}
		x.grow(p, c.val, back.pc, mark, round)
		head.set(c.addr, p.val)
	}
	for _, f := range flags {
		again = x.relate(f, head, entry, back, phis) || again
	}
	return again
}

// whole tells that a phi stands for any value.
func (p *phi) whole() bool { return p.mask == ^uint64(0) && p.when == True }

// covers tells whether a loop's symbol already stands for a value that comes
// back.
func (x *executor) covers(p *phi, val Term, pc Cond, mark Term) bool {
	switch {
	case p.whole():
		return true
	case p.mask == 0:
		vals := p.vals
		ok := x.addNumbers(p, val) && len(p.vals) == len(vals)
		p.vals = vals
		if !ok {
			return false
		}
	case !x.isBits(val) || x.changedBits(p.entry, val)&^p.mask != 0:
		return false
	}
	return x.and(x.whenChanged(p.entry, val, pc, mark), x.not(p.when)) == False
}

// whenChanged is a condition outside of the loop without which a value at its
// head is still the one on entry. What a round of the loop decides anew is taken
// out step by step, on the way through the choices that the value is made of.
func (x *executor) whenChanged(entry, val Term, pc Cond, mark Term) Cond {
	same := func(s, t Term) bool {
		v, okv := x.number(s)
		w, okw := x.number(t)
		return s == t || okv && okw && v == w
	}
	onEntry := x.leaves(entry)
	changed := False
	x.eachLeaf(val, pc, x.variant(mark), func(l leaf) {
		for _, e := range onEntry {
			if same(e.val, l.val) {
				l.when = x.and(l.when, x.not(e.when))
			}
		}
		changed = x.or(changed, l.when)
	})
	return changed
}

// maxPhiValues bounds the numbers that a loop's symbol keeps apart.
const maxPhiValues = 6

// grow makes a symbol stand for one value more. Numbers are kept apart; of
// flags it is told which bits change; the rest becomes unknown.
func (x *executor) grow(p *phi, val Term, pc Cond, mark Term, round int) {
	typ := x.typeOf(val)
	if x.typeOf(p.entry).Bits > 0 {
		typ = x.typeOf(p.entry)
	}
	switch counter := round >= maxRounds || x.isCounter(p, val, round); {
	case !counter && p.mask == 0 && x.addNumbers(p, val):
		p.when = x.or(p.when, x.whenChanged(p.entry, val, pc, mark))
		p.val = p.entry
		for _, v := range p.vals {
			p.val = x.choose(x.and(p.when, x.free()), v, p.val, Where{})
		}
	case !counter && x.isBits(val) && x.isBits(p.entry):
		for _, v := range p.vals {
			p.mask |= x.changedBits(p.entry, v)
		}
		p.mask |= x.changedBits(p.entry, val)
		p.when = x.or(p.when, x.whenChanged(p.entry, val, pc, mark))
		v := x.binary(syntax.Or,
			x.binary(syntax.And, x.unknown(inALoop, typ, Where{}), x.constant(int64(p.mask)), cUint, Where{}),
			x.binary(syntax.And, p.entry, x.constant(int64(^p.mask&(1<<32-1))), cUint, Where{}), cUint, Where{})
		p.val = x.choose(x.and(p.when, x.free()), v, p.entry, Where{})
	default:
		p.mask, p.when = ^uint64(0), True
		p.val = x.unknown(inALoop, typ, Where{})
	}
}

// inALoop is why the value of what a loop changes is not known.
const inALoop = "changed in a loop"

// addNumbers adds the values of a choice between numbers, and those that there
// were on entry, to the values of a symbol; false if it is anything else, or too
// many.
func (x *executor) addNumbers(p *phi, val Term) bool {
	vals := p.vals
	onEntry := x.values(p.entry)
	same := func(v int64, t Term) bool {
		w, ok := x.number(t)
		return ok && v == w
	}
	for _, u := range x.values(val) {
		v, ok := x.number(u)
		switch {
		case u == p.entry || slices.Contains(vals, u),
			ok && (same(v, p.entry) || slices.ContainsFunc(vals, func(t Term) bool { return same(v, t) })):
		case !ok && !slices.Contains(onEntry, u), len(vals) == maxPhiValues:
			return false
		default:
			vals = append(vals, u)
		}
	}
	p.vals = vals
	return true
}

// isCounter tells whether a value that changes again is a sum, or a number
// without a name that it was not before.
func (x *executor) isCounter(p *phi, val Term, round int) bool {
	if round == 0 {
		return false
	}
	for _, u := range x.values(val) {
		if r := x.rec(u); r.kind == kBinary && r.op == syntax.Add {
			return true
		}
		if _, ok := x.number(u); ok && !x.hasName(u) && u != p.entry && !slices.Contains(p.vals, u) {
			return true
		}
	}
	return false
}

// variant tells of atoms whether a round of a loop decides them anew: they are
// about something unknown that was made after mark.
func (x *executor) variant(mark Term) func(int32) bool {
	memo := map[int32]bool{}
	return func(v int32) bool {
		d, ok := memo[v]
		if !ok {
			k := x.atomKey[v]
			d = k.kind == atFree || x.madeAfter(k.a, mark) || x.madeAfter(k.b, mark)
			memo[v] = d
		}
		return d
	}
}

// madeAfter tells whether a term is made of an unknown that is newer than mark.
func (x *executor) madeAfter(t, mark Term) bool {
	found := false
	x.walk(t, func(t Term) bool {
		r := x.rec(t)
		found = found || t >= mark && (r.kind == kFresh || r.kind == kResult || r.kind == kInit && r.val != 0)
		return t >= mark && !found
	})
	return found
}

// placedAfter tells whether an address names a place that is newer than mark: a
// round of a loop does not come back to it.
func (x *executor) placedAfter(addr Term, mark Term) bool {
	found := false
	x.walk(addr, func(t Term) bool {
		found = found || t >= mark && x.rec(t).kind == kIte
		return t >= mark && !found
	})
	return found || x.madeAfter(addr, mark)
}

// isBits tells whether a value looks like flags: constants joined by | and &,
// choices of a few of them, or a symbol by itself.
func (x *executor) isBits(t Term) bool {
	vals := x.values(t)
	if len(vals) > maxPhiValues {
		return false
	}
	return !slices.ContainsFunc(vals, func(u Term) bool {
		switch r := x.rec(u); r.kind {
		case kConst, kParam, kInit, kName:
			return false
		case kBinary:
			return !r.num && !x.isMasked(r) && (r.op != syntax.Or && r.op != syntax.And || !x.isBits(r.a) || !x.isBits(r.b))
		case kUnary:
			return r.op != syntax.Com || !x.isBits(r.a)
		}
		return true
	})
}

// isMasked tells whether a value has none but a few bits of another.
func (x *executor) isMasked(r *termRec) bool {
	_, a := x.number(r.a)
	_, b := x.number(r.b)
	return r.op == syntax.And && (a || b)
}

// changedBits gives the lower 32 bits in which two values can differ.
func (x *executor) changedBits(a, b Term) uint64 {
	var m uint64
	for k := uint8(0); k < 32; k++ {
		if x.Bit(a, k) != x.Bit(b, k) {
			m |= 1 << k
		}
	}
	return m
}
