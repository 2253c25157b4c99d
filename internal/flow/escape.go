// SPDX-License-Identifier: MIT

package flow

import "slices"

// setHeld sets the state of pages that a value has.
func (x *executor) setHeld(t Term, state int64) {
	for _, res := range x.pagesOf(t) {
		x.setState(res, state)
	}
	for _, k := range x.givenPages(t) {
		x.track(k, heldName, state)
	}
}

// setState sets the state of the pages of a call, if they are not gone.
func (x *executor) setState(res Term, state int64) {
	if n, ok := x.number(x.tracked(res, heldName)); !ok || n != pageGone || state == pageGone {
		x.track(res, heldName, state)
	}
}

// escape notes that others get to know of values, and of what these lead to.
func (x *executor) escape(list ...Term) {
	if !x.eng.conf.Track {
		return
	}
	for _, t := range x.reachable(list) {
		x.setHeld(t, pageGone)
	}
}

// reachable lists values and what lies in the function's own objects that they
// point to.
func (x *executor) reachable(list []Term) []Term {
	var out []Term
	for len(list) > 0 {
		t := list[0]
		list = list[1:]
		if t == None || slices.Contains(out, t) {
			continue
		}
		out = append(out, t)
		for _, v := range x.values(t) {
			base := x.base(v) // whoever has a member has all of it
			if k := x.rec(base).kind; k != kVar && k != kResult {
				continue
			}
			for _, c := range x.s.mem {
				if r := x.rec(c.addr); x.below(c.addr, base) && (r.kind != kField || r.str[0] != 0) {
					list = append(list, c.val)
				}
			}
		}
	}
	return out
}

// storedIn follows that a value is stored where it outlives the function.
func (x *executor) storedIn(v Term) {
	if !x.eng.conf.Track {
		return
	}
	for _, t := range x.reachable([]Term{v}) {
		if t == v && x.isArray(v) {
			x.advance(x.pagesOf(v), pageKept, pageHeld, pageLent)
			continue
		}
		x.setHeld(t, pageGone)
	}
}

// isArray tells whether a value is the address of an array with pages, and none of
// the pages.
func (x *executor) isArray(t Term) bool {
	return !slices.ContainsFunc(x.values(t), func(v Term) bool {
		base := x.base(v)
		return !slices.ContainsFunc(x.acquired, func(a acquisition) bool { return x.base(a.pages) == base && a.res != base })
	})
}

// advance sets the state of pages at some places where it is one of some.
func (x *executor) advance(places []Term, to int64, from ...int64) {
	for _, p := range places {
		old := x.tracked(p, heldName)
		c := False
		for _, s := range from {
			c = x.or(c, x.equalConst(old, s))
		}
		x.s.set(x.field(p, heldName), x.choose(c, x.constant(to), old, Where{}))
	}
}

// freed follows that memory is freed: pages in it are lost.
func (x *executor) freed(p Term) {
	if x.isArray(p) {
		x.advance(x.pagesOf(p), pageLost, pageHeld, pageLent, pageKept)
	}
	x.advance(x.givenPages(p), pageLost, 0)
}

// visible keeps the cells that a caller can see: the result, what parameters
// and global variables lead to, and objects made here that one of those leads
// to.
func (x *executor) visible(mem []cell) []cell {
	var out []cell
	seen := map[Term]bool{}
	handed := map[Term]bool{} // objects made here that the caller gets
	hand := func(t Term) {
		x.walk(t, func(u Term) bool {
			if k := x.rec(u).kind; k == kResult || k == kFresh {
				handed[u] = true
			}
			return true
		})
	}
	for more := true; more; {
		more = false
		for _, c := range mem {
			if seen[c.addr] || c.addr != x.retAddr && !x.outlives(c.addr, handed) {
				continue
			}
			seen[c.addr], more = true, true
			out = append(out, c)
			hand(c.val)
		}
	}
	return out
}

// outlives tells whether what lies at an address is still there when the
// function has returned.
func (x *executor) outlives(addr Term, handed map[Term]bool) bool {
	base := x.base(addr)
	switch r := x.rec(base); r.kind {
	case kParam, kGlobal:
		return true
	case kInit:
		return x.outlives(r.a, handed)
	case kResult, kFresh:
		return handed[base]
	case kApply:
		return r.a != None && x.outlives(r.a, handed)
	}
	return false
}
