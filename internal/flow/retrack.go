// SPDX-License-Identifier: MIT

package flow

import (
	"slices"

	"github.com/gupvet/gupvet/parser/syntax"
)

// givenPages lists the places by which a value is found that has pages of the
// caller's: the parameter itself, the array that it points to, or a member below
// it. Pages that the function took itself have none.
func (x *executor) givenPages(t Term) []Term {
	if t == None || len(x.pagesOf(t)) > 0 {
		return nil
	}
	var out []Term
	for _, v := range x.values(t) {
		if k := x.placeOf(v); k != None && x.isGiven(k) && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

// placeOf gives what stands for all pages of an array: its address, without an
// index; for a single page where it was read from, or itself.
func (x *executor) placeOf(v Term) Term {
	for {
		r := x.rec(v)
		switch r.kind {
		case kCast, kElem:
			v = r.a
		case kInit:
			if e := x.rec(r.a); e.kind == kElem {
				v = e.a
				continue
			}
			return v
		case kParam, kField:
			return v
		default:
			return None
		}
	}
}

// isGiven tells whether a place is reached through a parameter.
func (x *executor) isGiven(t Term) bool {
	for {
		r := x.rec(t)
		switch r.kind {
		case kParam:
			return true
		case kInit, kField, kElem, kCast:
			t = r.a
		default:
			return false
		}
	}
}

// replay repeats in the caller what a function did to pages that it was given.
func (x *executor) replay(sum *Summary, m *mapper, e *syntax.Call, at Where) {
	if !x.eng.conf.Track {
		return
	}
	pc := x.s.pc
	for i := range sum.Events {
		ev := &sum.Events[i]
		if ev.Kind == EvLock && ev.Inner == nil && Unlocks(ev.Name) {
			x.replayUnlock(m, ev, e, pc, at)
		}
		if ev.Result != None || ev.Kind != EvRelease && ev.Kind != EvDirty && ev.Kind != EvWrite {
			continue
		}
		page := None
		if p := x.eng.pageArg(ev); p >= 0 && p < len(ev.Args) {
			page = m.term(ev.Args[p])
		}
		cond := x.and(pc, m.cond(ev.PC))
		if page == None || !x.Possible(cond) {
			continue
		}
		if !x.isFound(page) {
			if ev.Kind == EvRelease {
				x.loseSight()
			}
			continue
		}
		out := m.event(ev)
		out.PC, out.Call = cond, e
		if out.In.Unit == nil {
			out.In = ev.At
		}
		out.At = at
		switch ev.Kind {
		case EvRelease:
			x.noteRelease(out, page)
		case EvDirty:
			out.Kept = x.choose(x.equalConst(out.Kept, 0), x.tracked(page, releasedName), out.Kept, at)
			out.Tested = x.and(out.Tested, constCond(!x.isLocked(page)))
			x.noteFor(out, page)
		case EvWrite:
			x.noteFor(out, page)
		}
	}
}

// replayUnlock repeats in the caller that a function releases a lock as it was when
// the function was called.
func (x *executor) replayUnlock(m *mapper, ev *Event, e *syntax.Call, pc Cond, at Where) {
	m.src.eachLeaf(ev.Lock, ev.PC, nil, func(l leaf) {
		cond := x.and(pc, m.cond(l.when))
		if r := m.src.rec(l.val); r.kind != kInit || r.val != 0 || !x.Possible(cond) {
			return
		}
		out := m.event(ev)
		out.PC, out.Lock, out.Call, out.At = cond, m.term(l.val), e, at
		out.Use = Where{}
		out.Looked = x.looked(cond, x.field(out.MM, lockName))
		if out.In.Unit == nil {
			out.In = ev.At
		}
		x.note(out)
	})
}

// pageArg gives the argument of an event that is the page.
func (eng *Engine) pageArg(ev *Event) int {
	if ev.Kind != EvRelease {
		return 0
	}
	if rel := eng.conf.Releases(ev.Name); rel != nil {
		return rel.Pages
	}
	return -1
}

// retrack takes over from a function that was called what became of pages: those
// that the caller gave it, and those that it took for the caller.
func (x *executor) retrack(sum *Summary, m *mapper, cells []cell, at Where) {
	for _, c := range cells {
		x.takeOver(sum, m, c, at)
	}
	if slices.ContainsFunc(cells, func(c cell) bool { return sum.Arena.isLostMark(c.addr) }) {
		x.loseAtomic()
	}
	for _, c := range cells {
		r := sum.Arena.rec(c.addr)
		base, val := m.term(r.a), m.term(c.val)
		switch r.str {
		case heldName, writtenName, dirtiedName, referredName:
			if x.acquisitionOf(base) != nil && r.str == heldName {
				x.s.set(x.field(base, heldName), x.taking(val, x.tracked(base, heldName), at))
				continue
			}
			places := x.pagesOf(base)
			if x.acquisitionOf(base) != nil {
				places = []Term{base}
			} else if len(places) == 0 {
				places = x.givenPages(base)
			}
			for _, p := range places {
				x.trackAs(p, r.str, val, at)
			}
		case takenName: // below
		case letGoName:
			x.letGo(base, x.Truth(val), at)
		default:
			x.trackAs(base, r.str, val, at)
		}
	}
	for _, c := range cells { // what was let go of was not yet taken
		if r := sum.Arena.rec(c.addr); r.str == takenName {
			x.trackAs(m.term(r.a), takenName, m.term(c.val), at)
		}
	}
}

// taking gives the state of pages that a function took for its caller: where they
// are still held they are in the state that their place in the caller gives them.
func (x *executor) taking(val, here Term, at Where) Term {
	held := False
	for _, s := range []int64{pageHeld, pageLent, pageKept} {
		held = x.or(held, x.equalConst(val, s))
	}
	val = x.choose(x.equalConst(val, pageLost), x.constant(pageGone), val, at)
	return x.choose(held, here, val, at)
}

// trackAs sets a cell to what a function left in its own: 0 there stands for
// nothing done.
func (x *executor) trackAs(base Term, name string, val Term, at Where) {
	old := x.tracked(base, name)
	if name != atomicName {
		val = x.choose(x.equalConst(val, 0), old, val, at)
	}
	if name == heldName {
		done := x.or(x.equalConst(old, pageGone), x.and(x.equalConst(val, pageLost), x.equalConst(old, pageReleased)))
		val = x.choose(done, old, val, at)
	}
	x.s.set(x.field(base, name), val)
}

// takeOver makes the pages that a function took for its caller the caller's own.
func (x *executor) takeOver(sum *Summary, m *mapper, c cell, at Where) {
	r := sum.Arena.rec(c.addr)
	inner := sum.Arena.rec(r.a)
	if r.str != heldName || inner.kind != kResult && (inner.kind != kApply || inner.str != earlierPages) {
		return
	}
	a := sum.acquisitionOf(r.a)
	res := m.term(r.a)
	if a == nil || x.acquisitionOf(res) != nil {
		return
	}
	pages := m.term(a.pages)
	x.acquired = append(x.acquired, acquisition{res: res, pages: pages, entry: a.entry, at: at})
	x.track(res, heldName, x.stateIn(pages))
	x.keepInMember(pages, res, at)
}
