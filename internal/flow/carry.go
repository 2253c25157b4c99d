// SPDX-License-Identifier: MIT

package flow

import (
	"slices"

	"github.com/gupvet/gupvet/parser/syntax"
)

// earlierPages stands, under the array that they lie in, for the pages that
// earlier rounds of a loop took there, as the result of a call does for those of
// the last one.
const earlierPages = "pages of earlier rounds"

// carry makes the pages that a round of a loop leaves in an array, which is there
// when the next one takes more, those of earlier rounds. taken is the number of
// calls made before the loop. It tells whether the loop has to be followed again.
func (x *executor) carry(head, entry, back *state, phis map[Term]*phi, taken int, mark Term) (again bool) {
	for _, a := range slices.Clone(x.acquired[taken:]) {
		if x.isEarlier(a.res) || x.madeAfter(x.base(a.pages), mark) {
			continue
		}
		res := x.apply(earlierPages, x.base(a.pages), x.constant(int64(a.at.Span.Start)), CType{}, a.at)
		left, when := x.leftBehind(back, a.res, res, mark)
		if left == 0 {
			continue
		}
		if x.acquisitionOf(res) == nil {
			a.res, a.also = res, slices.Clone(a.also)
			x.earlier = append(x.earlier, a)
			x.acquired = append(x.acquired, a)
			again = true
		}
		addr := x.field(res, heldName)
		phis[addr] = &phi{carried: true}
		now := x.choose(x.and(x.later(phis), when), x.constant(left), x.load(entry, addr, cInt, Where{}), Where{})
		if x.load(head, addr, cInt, Where{}) != now {
			head.set(addr, now)
			again = true
		}
	}
	return again
}

// reset puts what becomes of pages back to what it was before a loop, and tells
// whether that changes anything.
func (x *executor) reset(head, entry *state, phis map[Term]*phi) (changed bool) {
	for addr, p := range phis {
		if p.track {
			head.set(addr, x.load(entry, addr, cInt, Where{}))
			delete(phis, addr)
			changed = true
		}
	}
	return changed
}

// anyPage makes an element of an array, which a round of a loop fills with a page,
// one of which no more is known than where it lies. It tells whether that is new.
func (x *executor) anyPage(head *state, addr Term) bool {
	i, known := head.find(x.mark(addr))
	_, ok := head.find(addr)
	if !ok && (!known || !isZero(x.rec(head.mem[i].val))) {
		return false
	}
	head.remove(func(o Term) bool { return o == addr })
	if known {
		x.blur(head, addr, None)
	}
	return true
}

// isEarlier tells whether a value stands for the pages of earlier rounds.
func (x *executor) isEarlier(res Term) bool {
	r := x.rec(res)
	return r.kind == kApply && r.str == earlierPages
}

// leftBehind gives the state in which a round leaves pages to the next one, 0 if it
// leaves none, and a condition outside of the loop without which it leaves none.
func (x *executor) leftBehind(back *state, res, earlier, mark Term) (int64, Cond) {
	is := func(t Term, state int64) Cond {
		c := x.and(back.pc, x.and(x.taken(res), x.equalConst(x.load(back, x.field(t, heldName), cInt, Where{}), state)))
		if !x.Possible(c) {
			return False
		}
		return x.exists(c, x.variant(mark))
	}
	if c := x.or(is(res, pageGone), is(earlier, pageGone)); c != False {
		return pageGone, c
	}
	for _, s := range []int64{pageHeld, pageLent, pageKept} {
		if c := is(res, s); c != False {
			return s, c
		}
	}
	return 0, False
}

// later is a condition that holds in all rounds of a loop but the first: the
// numbers that grow or shrink from round to round are not those on entry.
func (x *executor) later(phis map[Term]*phi) Cond {
	var places []Term
	for addr, p := range phis {
		if p.whole() && p.up != p.down {
			places = append(places, addr)
		}
	}
	slices.Sort(places)
	c := True
	for _, addr := range places {
		if p := phis[addr]; p.up {
			c = x.and(c, x.less(p.entry, p.val))
		} else {
			c = x.and(c, x.less(p.val, p.entry))
		}
	}
	return c
}

// direction notes which way a number goes from one round of a loop to the next.
func (x *executor) direction(p *phi, old, val Term) {
	p.up, p.down = false, false
	for _, v := range x.values(val) {
		r := x.rec(x.uncast(v))
		if x.uncast(v) == x.uncast(old) {
			continue
		}
		n, known := int64(1), false
		if r.kind == kBinary {
			if m, ok := x.number(r.b); ok {
				n, known = m, true
			}
		}
		switch {
		case r.kind != kBinary || x.uncast(r.a) != x.uncast(old) || r.op != syntax.Add && r.op != syntax.Sub, known && n == 0:
			p.up, p.down = true, true // who knows
		case (r.op == syntax.Add) == (n > 0):
			p.up = true
		default:
			p.down = true
		}
	}
}
