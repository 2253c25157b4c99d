// SPDX-License-Identifier: MIT

package flow

import (
	"slices"

	"github.com/gupvet/gupvet/parser/syntax"
)

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

func (x *executor) constCond(b bool) Cond { return constCond(b) }

// pageOp follows a function that does something to a page.
func (x *executor) pageOp(op pageOp, e *syntax.Call, name string, args []Term, at Where) Term {
	arg := pageArgs[name]
	if arg >= len(args) {
		return x.constant(0)
	}
	page := args[arg]
	switch op {
	case opLook:
		return x.result(name, cInt, at)
	case opTable:
		return x.intoTable(args[0], page, name, at)
	case opDMA, opUnDMA:
		return x.deviceAccess(op, page, args, name, at)
	case opFree:
		x.freed(page)
	case opMap:
		return x.apply(mappedPage, page, None, cPtr, at)
	case opLock:
		x.track(page, lockedName, pageLocked)
	case opTryLock:
		got := x.result(name, cInt, at)
		x.s.set(x.field(page, lockedName), x.choose(x.Truth(got), x.constant(pageLocked), x.tracked(page, lockedName), at))
		return got
	case opLockKillable:
		failed := x.result(name, cInt, at)
		x.s.set(x.field(page, lockedName), x.choose(x.Truth(failed), x.tracked(page, lockedName), x.constant(pageLocked), at))
		return failed
	case opUnlock:
		x.track(page, lockedName, pageUnlocked)
	case opDirty, opDirtyLocked:
		x.noteFor(Event{Kind: EvDirty, Name: name, At: at, Call: e, Args: args,
			Kept: x.tracked(page, releasedName), Tested: x.constCond(op == opDirty && !x.isLocked(page))}, page)
		x.markPages(page, dirtiedName)
	case opWrite:
		x.writeTo(page, at)
	case opRef:
		x.markPages(page, referredName)
		x.setHeld(page, pageGone)
		return x.result(name, cInt, at)
	}
	return x.constant(0)
}

// intoTable follows a function that puts pages in a table, if it returns 0. In a
// table that others know of they are out of sight.
func (x *executor) intoTable(table, pages Term, name string, at Where) Term {
	failed := x.result(name, cInt, at)
	if base := x.base(table); x.rec(base).kind == kVar || x.inSight(base) {
		x.s.set(x.field(table, "sgl"), x.apply(tableOf, pages, None, cPtr, at))
		return failed
	}
	for _, p := range slices.Concat(x.pagesOf(pages), x.givenPages(pages)) {
		x.s.set(x.field(p, heldName), x.choose(x.Truth(failed), x.tracked(p, heldName), x.constant(pageGone), at))
	}
	return failed
}

// tableOf is the function of pages that gives a table of them.
const tableOf = "table"

// deviceAccess follows a function that gives a device access to pages, for writing
// perhaps, or one that ends it: what the device wrote is there then.
func (x *executor) deviceAccess(op pageOp, page Term, args []Term, name string, at Where) Term {
	res := x.result(name, cUlong, at)
	if p, ok := x.dma[page]; ok {
		page = p
	} else if t, ok := x.tableIn(page); ok {
		page = t
	}
	if op == opDMA {
		x.dma[res] = page
	}
	i := dmaDirection[name]
	if i >= len(args) || slices.ContainsFunc(x.values(args[i]), func(v Term) bool { _, ok := x.number(v); return !ok }) {
		return res
	}
	writes := x.or(x.equalConst(args[i], dmaBidirectional), x.equalConst(args[i], dmaFromDevice))
	c := x.and(x.s.pc, writes)
	switch {
	case !x.Possible(c):
	case op == opDMA:
		x.noteFor(Event{Kind: EvWrite, Name: name, At: at, Args: []Term{page}, PC: c}, page)
	default:
		for _, base := range slices.Concat(x.pagesOf(page), x.givenPages(page)) {
			x.s.set(x.field(base, writtenName), x.choose(writes, x.constant(writtenByDevice), x.tracked(base, writtenName), at))
		}
	}
	return res
}

// tableIn gives the pages in a table, or in what a scatterlist belongs to.
func (x *executor) tableIn(t Term) (Term, bool) {
	if i, ok := x.s.find(x.field(t, "sgl")); ok {
		t = x.s.mem[i].val
	}
	if r := x.rec(t); r.kind == kApply && r.str == tableOf {
		return r.a, true
	}
	return t, false
}

// noteFor notes what is done to a page, for each call that may have taken it.
func (x *executor) noteFor(ev Event, page Term) {
	all := x.pagesOf(page)
	for _, res := range all {
		out := ev
		out.Result, out.From, out.Taken = res, x.from(res), x.acquisitionOf(res).at
		if ev.Kind == EvDirty {
			out.Kept = x.choose(x.Truth(x.tracked(res, releasedName)), x.constant(1), ev.Kept, ev.At)
		}
		x.note(out)
	}
	if len(all) == 0 && len(x.givenPages(page)) > 0 {
		x.note(ev)
	}
}

// markPages sets a cell of the pages that a value has.
func (x *executor) markPages(page Term, name string) {
	for _, base := range slices.Concat(x.pagesOf(page), x.givenPages(page)) {
		x.track(base, name, 1)
	}
}

// isLocked tells whether a page may be locked.
func (x *executor) isLocked(page Term) bool {
	return x.equalConst(x.tracked(page, lockedName), pageLocked) != False
}

// mappedPage is the function of a page that gives an address for the CPU.
const mappedPage = "mapped"

// writeTo notes that the code writes to an address, if it is one of a page.
func (x *executor) writeTo(addr Term, at Where) {
	if !x.eng.conf.Track {
		return
	}
	page := None
	x.walk(addr, func(u Term) bool {
		switch r := x.rec(u); {
		case r.kind == kApply && r.str == mappedPage:
			page = r.a
		case r.kind == kApply && r.str == pageOf && u == addr:
			page = u
		}
		return page == None
	})
	if page != None {
		x.noteFor(Event{Kind: EvWrite, At: at, Args: []Term{page}}, page)
		x.markPages(page, writtenName)
	}
}
