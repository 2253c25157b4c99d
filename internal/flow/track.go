// SPDX-License-Identifier: MIT

package flow

import (
	"slices"

	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/parser/syntax"
)

// What becomes of pages is followed with cells of memory that no program has:
// under the result of the call that took them, and under single pages. They are
// joined and chosen between like any others, so what they say depends on the
// path.
//
//	heldName     under a result: pageHeld, pageReleased, pageGone
//	writtenName  under a result: 1 if the code wrote to a page
//	dirtiedName  under a result: 1 if a page was marked dirty
//	releasedName under a page: 1 if it was given back
//	lockedName   under a page: 1 if it is locked
//	atomicName   under a lock: 1 if it is held and forbids to sleep
//	staleName    under a vma: 1 if mmap_lock was let go of since it was looked up
const (
	heldName     = "\x00held"
	writtenName  = "\x00written"
	dirtiedName  = "\x00dirtied"
	releasedName = "\x00released"
	lockedName   = "\x00locked"
	atomicName   = "\x00atomic"
	staleName    = "\x00stale"
)

// The states of pages. Those that are gone are out of sight: others got hold of
// them.
const (
	pageHeld     = 1
	pageReleased = 2
	pageGone     = 3
)

// isTrack tells whether an address is that of such a cell.
func (a *Arena) isTrack(addr Term) bool {
	r := a.rec(addr)
	return r.kind == kField && r.str != "" && r.str[0] == 0 && r.str != markName && r.str != lockName
}

// tracked reads a cell; what was never set is 0.
func (x *executor) tracked(base Term, name string) Term {
	if i, ok := x.s.find(x.field(base, name)); ok {
		return x.s.mem[i].val
	}
	return x.constant(0)
}

// track sets a cell.
func (x *executor) track(base Term, name string, v int64) {
	x.s.set(x.field(base, name), x.constant(v))
}

// An acquisition is a call that took pages.
type acquisition struct {
	res   Term // its result
	pages Term // the address of the array
	entry string
}

// acquire notes that a call took pages, if they are in sight: in an array of the
// function's own that nobody else knows of.
func (x *executor) acquire(ent *gup.Entry, res, pages Term) {
	if !x.eng.conf.Track || ent.Kind == gup.Fault || pages == None || x.rec(pages).kind == kConst {
		return
	}
	x.acquired = append(x.acquired, acquisition{res, pages, ent.Name})
	state := int64(pageHeld)
	if !x.inSight(x.base(pages)) {
		state = pageGone
	}
	x.track(res, heldName, state)
}

// inSight tells whether only the function itself knows of an object: it is a
// local variable, or was allocated and not stored anywhere.
func (x *executor) inSight(base Term) bool {
	switch x.rec(base).kind {
	case kVar:
		return true
	case kResult:
		return !slices.ContainsFunc(x.s.mem, func(c cell) bool {
			return x.rec(x.base(c.addr)).kind != kVar && !x.isTrack(c.addr) && x.Mentions(c.val, base)
		})
	}
	return false
}

// from names the entry that took pages.
func (x *executor) from(res Term) string {
	for _, a := range x.acquired {
		if a.res == res {
			return a.entry
		}
	}
	return ""
}

// pagesOf lists the acquisitions that a value has pages of: a page, an element of
// an array or the array itself.
func (x *executor) pagesOf(t Term) []Term {
	if t == None || len(x.acquired) == 0 {
		return nil
	}
	var out []Term
	add := func(res Term) {
		if !slices.Contains(out, res) {
			out = append(out, res)
		}
	}
	x.walk(t, func(u Term) bool {
		if r := x.rec(u); r.kind == kApply && r.str == pageOf {
			for _, a := range x.acquired {
				if a.res == r.a {
					add(a.res)
				}
			}
		}
		return true
	})
	if len(out) > 0 {
		return out
	}
	for _, v := range x.values(t) {
		base := x.base(v)
		for _, a := range x.acquired {
			if k := x.rec(base).kind; k != kConst && x.base(a.pages) == base {
				add(a.res)
			}
		}
	}
	return out
}

// setHeld sets the state of pages that a value has.
func (x *executor) setHeld(t Term, state int64) {
	for _, res := range x.pagesOf(t) {
		if n, ok := x.number(x.tracked(res, heldName)); !ok || n != pageGone || state == pageGone {
			x.track(res, heldName, state)
		}
	}
}

// escape notes that others get to know of values.
func (x *executor) escape(list ...Term) {
	if !x.eng.conf.Track {
		return
	}
	for _, t := range list {
		x.setHeld(t, pageGone)
	}
}

// trackCall follows a function that does something to pages, or to what must not
// be held when they are taken; done is false if it is none.
func (x *executor) trackCall(fr *frame, e *syntax.Call, name string) (res Term, done bool) {
	if !x.eng.conf.Track || x.eng.conf.Releases == nil {
		return None, false
	}
	at := fr.where(e.Span)
	if rel := x.eng.conf.Releases(name); rel != nil {
		args := x.args(fr, e.Args)
		if !x.s.dead {
			x.release(rel, e, args, at)
		}
		return x.constant(0), true
	}
	switch op := pageOps[name]; op {
	case opNone:
		return None, false
	case opSame:
		return x.arg(fr, e, 0), true
	default:
		args := x.args(fr, e.Args)
		if x.s.dead || len(args) == 0 {
			return x.constant(0), true
		}
		return x.pageOp(op, e, name, args, at), true
	}
}

// release follows a call that gives pages back.
func (x *executor) release(rel *gup.Release, e *syntax.Call, args []Term, at Where) {
	if rel.Pages >= len(args) {
		return
	}
	t := args[rel.Pages]
	dirty := x.constCond(rel.Dirty >= 0 && rel.Dirty < len(args))
	if dirty == True {
		dirty = x.Truth(args[rel.Dirty])
	}
	count := None
	if rel.Nr >= 0 && rel.Nr < len(args) {
		count = args[rel.Nr]
	}
	for _, res := range x.pagesOf(t) {
		x.note(Event{Kind: EvRelease, Name: rel.Name, At: at, Call: e, Args: args, Result: res, From: x.from(res), Count: count, Kept: x.tracked(res, heldName),
			Tested: x.and(x.Truth(x.tracked(res, writtenName)), x.not(x.or(dirty, x.Truth(x.tracked(res, dirtiedName)))))})
	}
	if len(x.pagesOf(t)) == 0 {
		x.note(Event{Kind: EvRelease, Name: rel.Name, At: at, Call: e, Args: args, Count: count, Tested: False})
	}
	x.setHeld(t, pageReleased)
	if !rel.Array {
		x.track(t, releasedName, 1)
	}
}

func (x *executor) constCond(b bool) Cond { return constCond(b) }

// pageOp follows a function that does something to a page.
func (x *executor) pageOp(op pageOp, e *syntax.Call, name string, args []Term, at Where) Term {
	page := args[0]
	switch op {
	case opMap:
		return x.apply(mappedPage, page, None, cPtr, at)
	case opLock:
		x.track(page, lockedName, 1)
		return x.constant(1)
	case opUnlock:
		x.track(page, lockedName, 0)
	case opDirty, opDirtyLocked:
		for _, res := range x.pagesOf(page) {
			x.note(Event{Kind: EvDirty, Name: name, At: at, Call: e, Args: args, Result: res, From: x.from(res),
				Kept: x.tracked(page, releasedName), Tested: x.constCond(op == opDirty && !x.isLocked(page))})
			x.track(res, dirtiedName, 1)
		}
	case opWrite:
		x.writeTo(page, at)
	}
	return x.constant(0)
}

// isLocked tells whether a page may be locked.
func (x *executor) isLocked(page Term) bool { return x.Truth(x.tracked(page, lockedName)) != False }

// mappedPage is the function of a page that gives an address for the CPU.
const mappedPage = "mapped"

// writeTo notes that the code writes to an address, if it is one of a page.
func (x *executor) writeTo(addr Term, at Where) {
	if !x.eng.conf.Track || len(x.acquired) == 0 {
		return
	}
	mapped := false
	x.walk(addr, func(u Term) bool {
		r := x.rec(u)
		mapped = mapped || r.kind == kApply && (r.str == mappedPage || r.str == pageOf && u == addr)
		return !mapped
	})
	if !mapped {
		return
	}
	for _, res := range x.pagesOf(addr) {
		x.note(Event{Kind: EvWrite, At: at, Result: res, From: x.from(res)})
		x.track(res, writtenName, 1)
	}
}

// leaks notes, where the function returns a value, which pages it still holds and
// nobody else knows of.
func (x *executor) leaks(result Term, at Where) {
	if !x.eng.conf.Track {
		return
	}
	kept := x.pagesOf(result)
	for _, a := range x.acquired {
		if slices.Contains(kept, a.res) || !x.inSight(x.base(a.pages)) {
			continue
		}
		held := x.equalConst(x.tracked(a.res, heldName), pageHeld)
		c := x.and(x.s.pc, x.and(held, x.not(x.atMost(a.res, 0))))
		if x.typeOf(a.res).Ptr {
			c = x.and(x.s.pc, x.and(held, x.not(x.isErrCond(a.res))))
		}
		if x.Possible(c) {
			x.note(Event{Kind: EvLeak, At: at, Result: a.res, From: a.entry, PC: c})
		}
	}
}
