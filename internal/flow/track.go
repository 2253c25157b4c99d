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
// path. Of pages that a caller took, the cells stand under the parameter by which
// they are found; they are part of the summary (retrack.go).
//
//	heldName     under a result: pageHeld, pageReleased, pageGone
//	writtenName  under a result: 1 if the code wrote to a page, writtenByDevice
//	dirtiedName  under a result: 1 if a page was marked dirty
//	releasedName under a page: 1 if it was given back
//	lockedName   under a page: pageLocked, pageUnlocked
//	atomicName   under a lock: 1 if it is held and forbids to sleep
//	staleName    under a vma: 1 if mmap_lock was let go of since it was looked up
//	letGoName    under mmap_lock itself: 1 if it was let go of
const (
	heldName     = "\x00held"
	writtenName  = "\x00written"
	dirtiedName  = "\x00dirtied"
	releasedName = "\x00released"
	lockedName   = "\x00locked"
	atomicName   = "\x00atomic"
	staleName    = "\x00stale"
	letGoName    = "\x00let go"
)

// The states of pages; 0 stands for nothing known. Those that are gone are out of
// sight: others got hold of them. Those that are lent lie in an array of the
// caller, who sees what becomes of them, and those that are kept in an array that
// others know of: they are lost when it is freed.
const (
	pageHeld     = 1
	pageReleased = 2
	pageGone     = 3
	pageLent     = 4
	pageKept     = 5
	pageLost     = 6
)

// writtenByDevice tells that a device could write to pages until now.
const writtenByDevice = 2

// The states of the lock of a page.
const (
	pageLocked   = 1
	pageUnlocked = 2
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
	pages Term // the address of the array; the page itself if the call returns it
	entry string
	at    Where
	also  []Term // other arrays that hold pages of it
}

// acquire notes that a call took pages. They are held if they are in sight: in an
// array of the function's own that nobody else knows of.
func (x *executor) acquire(ent *gup.Entry, res, pages Term, at Where) {
	if !x.eng.conf.Track || ent.Kind == gup.Fault || pages == None || x.rec(pages).kind == kConst {
		return
	}
	x.acquired = append(x.acquired, acquisition{res: res, pages: pages, entry: ent.Name, at: at})
	x.track(res, heldName, x.stateIn(pages))
	x.keepInMember(pages, res, at)
}

// keepInMember notes in which members of structures an array lies, or its address.
func (x *executor) keepInMember(pages, res Term, at Where) {
	if base, field := x.memberOfPages(pages); base != "" {
		x.note(Event{Kind: EvKeep, Name: field, Struct: base, At: at, Result: res, From: x.from(res)})
	}
	if x.rec(x.base(pages)).kind != kResult {
		return
	}
	for _, c := range x.s.mem {
		if r := x.rec(c.addr); r.kind == kField && r.str[0] != 0 && slices.Contains(x.values(c.val), x.base(pages)) {
			x.note(Event{Kind: EvKeep, Name: r.str, Struct: x.structOf(r.a, maxNesting), At: at, Result: res, From: x.from(res)})
		}
	}
}

// memberOfPages tells in which member of which struct pages are found: an array,
// or a page.
func (x *executor) memberOfPages(t Term) (base, field string) {
	for {
		r := x.rec(t)
		switch {
		case r.kind == kField && r.str != "" && r.str[0] != 0:
			return x.structOf(r.a, maxNesting), r.str
		case r.kind == kField || r.kind == kInit || r.kind == kElem || r.kind == kCast:
			t = r.a
		default:
			return "", ""
		}
	}
}

// stateIn gives the state of pages that a call has put in an array.
func (x *executor) stateIn(pages Term) int64 {
	base := x.base(pages)
	switch {
	case x.inSight(base):
		return pageHeld
	case x.isGiven(base):
		return pageLent
	case x.rec(base).kind == kResult:
		return pageKept
	}
	return pageGone
}

// inSight tells whether only the function itself knows of an object: it is a
// local variable, or was allocated and not stored but in such objects.
func (x *executor) inSight(base Term) bool { return x.inSightOf(base, nil) }

func (x *executor) inSightOf(base Term, seen []Term) bool {
	switch x.rec(base).kind {
	case kVar:
		return true
	case kResult:
		seen = append(seen, base)
		return !slices.ContainsFunc(x.s.mem, func(c cell) bool {
			at := x.base(c.addr)
			return !slices.Contains(seen, at) && !x.isTrack(c.addr) && x.Mentions(c.val, base) && (len(seen) > maxNesting || !x.inSightOf(at, seen))
		})
	}
	return false
}

// acquisitionOf finds the call with a result, nil if there is none.
func (x *executor) acquisitionOf(res Term) *acquisition {
	for i := range x.acquired {
		if a := &x.acquired[i]; a.res == res {
			return a
		}
	}
	return nil
}

// from names the entry that took pages.
func (x *executor) from(res Term) string {
	if a := x.acquisitionOf(res); a != nil {
		return a.entry
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
		if r := x.rec(u); r.kind == kApply && r.str == pageOf && x.acquisitionOf(r.a) != nil {
			add(r.a)
		}
		return true
	})
	for _, v := range x.values(t) {
		base := x.base(x.readFrom(v))
		if x.rec(base).kind == kConst {
			continue
		}
		for _, a := range x.acquired {
			if x.base(a.pages) == base || slices.Contains(a.also, base) {
				add(a.res)
			}
		}
	}
	return out
}

// sharePages notes that an array or structure of the function's own gets a page
// that a call took.
func (x *executor) sharePages(base, v Term) {
	for _, res := range x.pagesOf(v) {
		if a := x.acquisitionOf(res); !x.isArray(v) && x.base(a.pages) != base && !slices.Contains(a.also, base) {
			a.also = append(a.also, base)
		}
	}
}

// readFrom gives the address that a value was read from, if it is an element of an
// array of which nothing is known but where it lies; else the value.
func (x *executor) readFrom(v Term) Term {
	switch r := x.rec(v); {
	case r.kind == kInit, r.kind == kApply && r.str == uninitialized:
		if x.rec(r.a).kind == kElem || slices.ContainsFunc(x.acquired, func(a acquisition) bool { return x.base(a.pages) == r.a }) {
			return r.a
		}
	case r.kind == kApply && (r.str == mappedPage || r.str == tableOf):
		return x.readFrom(r.a)
	}
	return v
}

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
	ev := Event{Kind: EvRelease, Name: rel.Name, At: at, Call: e, Args: args, Dirty: x.constCond(rel.Dirty >= 0 && rel.Dirty < len(args))}
	if ev.Dirty == True {
		ev.Dirty = x.Truth(args[rel.Dirty])
	}
	if rel.Nr >= 0 && rel.Nr < len(args) {
		ev.Count = args[rel.Nr]
	}
	x.noteRelease(ev, t)
	for _, res := range x.pagesOf(t) {
		if x.includes(res, t, ev.Count) {
			x.setState(res, pageReleased)
			if rel.Array {
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
	if !rel.Array {
		x.track(t, releasedName, 1)
	}
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
