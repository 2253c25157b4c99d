// SPDX-License-Identifier: MIT

package flow

import (
	"slices"

	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/parser/syntax"
)

// release follows a call that gives pages back.
func (x *executor) release(rel *gup.Release, e *syntax.Call, args []Term, at Where) {
	if rel.Pages >= len(args) {
		return
	}
	t := args[rel.Pages]
	ev := Event{Kind: EvRelease, Name: rel.Name, At: at, Call: e, Args: args, Dirty: x.constCond(rel.Dirty >= 0 && rel.Dirty < len(args))}
	if ev.Dirty == True {
		ev.Dirty = x.Truth(args[rel.Dirty])
	}
	if rel.Nr >= 0 && rel.Nr < len(args) {
		ev.Count = args[rel.Nr]
	}
	x.noteRelease(ev, t)
	for _, res := range x.pagesOf(t) {
		if x.includes(res, t, ev.Count) && !x.isOwnReference(res, rel.Name) {
			x.setState(res, pageReleased)
			if rel.Array && !x.isReferred(res) {
				x.track(res, releasedName, 1)
			}
		}
	}
	for _, k := range x.givenPages(t) {
		x.track(k, heldName, pageReleased)
	}
	if !x.isFound(t) {
		x.loseSight()
	}
	if !rel.Array && !slices.ContainsFunc(slices.Concat(x.pagesOf(t), x.givenPages(t)), x.isReferred) {
		x.track(t, releasedName, 1)
	}
}

// isReferred tells whether the code may have taken references to pages beside those
// that the call took: they stay while it has them.
func (x *executor) isReferred(base Term) bool { return x.Truth(x.tracked(base, referredName)) != False }

// isOwnReference tells whether a release may give back such a reference.
func (x *executor) isOwnReference(base Term, release string) bool {
	rel := x.eng.conf.Releases(release)
	return rel != nil && rel.Kind == gup.Get && x.isReferred(base)
}

// includes tells whether pages of a call may be among those released: count from
// the address t on, or those of an element. They are not if they begin behind.
func (x *executor) includes(res, t, count Term) bool {
	a := x.acquisitionOf(res)
	if x.rec(a.pages).kind != kElem {
		return true
	}
	array, first := x.rec(a.pages).a, x.rec(a.pages).b
	for _, v := range x.values(t) {
		r := x.rec(v)
		addr := r.a
		if r.kind == kApply && r.str == pageOf {
			addr = r.b
		}
		behind := False
		switch e := x.rec(addr); {
		case count != None:
			if v == array {
				behind = x.not(x.isLess(first, count))
			}
		case r.kind != kInit && (r.kind != kApply || r.str != pageOf && r.str != uninitialized):
		case addr == array:
			behind = x.not(x.atMost(first, 0))
		case e.kind == kElem && e.a == array:
			behind = x.isLess(e.b, first)
		}
		if x.Possible(x.and(x.s.pc, x.not(behind))) {
			return true
		}
	}
	return false
}

// isLess is the condition that an index is less than another number, as the code
// would compare them.
func (x *executor) isLess(i, n Term) Cond {
	return x.compare(syntax.Lt, i, n, x.typeOf(i), x.typeOf(n), Where{})
}

// noteRelease notes the release of pages, for each call that took some of them.
func (x *executor) noteRelease(ev Event, pages Term) {
	all := x.pagesOf(pages)
	ev.Struct, ev.Member = x.memberOfPages(pages)
	for _, res := range all {
		if x.isOwnReference(res, ev.Name) {
			continue
		}
		out := ev
		out.Result, out.From, out.Taken, out.Kept = res, x.from(res), x.acquisitionOf(res).at, x.tracked(res, heldName)
		out.Wrote = x.or(ev.Wrote, x.wrote(res, out.Kept))
		out.Dirty = x.or(ev.Dirty, x.Truth(x.tracked(res, dirtiedName)))
		out.Tested = x.and(out.Wrote, x.not(out.Dirty))
		x.note(out)
	}
	if len(all) > 0 {
		return
	}
	for _, k := range x.givenPages(pages) {
		ev.Wrote = x.or(ev.Wrote, x.equalConst(x.tracked(k, writtenName), 1))
		ev.Dirty = x.or(ev.Dirty, x.Truth(x.tracked(k, dirtiedName)))
	}
	ev.Tested = False
	x.note(ev)
}

// wrote is the condition that pages were written to. Whether a device did it is
// known of those alone that nobody else has to do with.
func (x *executor) wrote(res, state Term) Cond {
	t := x.tracked(res, writtenName)
	c := x.equalConst(t, 1)
	if n, ok := x.number(state); ok && n == pageHeld {
		c = x.or(c, x.equalConst(t, writtenByDevice))
	}
	return c
}

// isFound tells whether it is known whose pages a value has.
func (x *executor) isFound(t Term) bool { return len(x.pagesOf(t)) > 0 || len(x.givenPages(t)) > 0 }

// loseSight gives up on all pages: some of them were released, and nobody can tell
// which.
func (x *executor) loseSight() {
	for _, a := range x.acquired {
		x.track(a.res, heldName, pageGone)
	}
}

// leaks notes, where the function returns a value, which pages it still holds and
// nobody else knows of.
func (x *executor) leaks(result Term, at Where) {
	if !x.eng.conf.Track {
		return
	}
	for _, a := range x.acquired {
		state := x.tracked(a.res, heldName)
		held := x.and(x.or(x.equalConst(state, pageHeld), x.equalConst(state, pageLost)), x.taken(a.res))
		c := x.and(x.s.pc, x.and(held, x.not(x.returned(a.res, result))))
		if x.Possible(c) {
			x.note(Event{Kind: EvLeak, At: at, Result: a.res, From: a.entry, Taken: a.at, PC: c})
		}
	}
}

// taken is the condition that a call brought any pages.
func (x *executor) taken(res Term) Cond {
	switch r := x.rec(res); {
	case r.kind == kApply:
		return True // of earlier rounds of a loop
	case r.typ.Ptr:
		return x.and(x.Truth(res), x.not(x.isErrCond(res)))
	}
	return x.not(x.atMost(res, 0))
}

// returned is the condition that a value hands on pages of a call.
func (x *executor) returned(res, value Term) Cond {
	if value == None {
		return False
	}
	c := False
	for _, v := range x.Values(value, True) {
		if slices.ContainsFunc(x.reachable([]Term{v.Term}), func(t Term) bool { return slices.Contains(x.pagesOf(t), res) }) {
			c = x.or(c, v.When)
		}
	}
	return c
}
