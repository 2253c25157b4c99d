// SPDX-License-Identifier: MIT

package flow

import (
	"slices"

	"github.com/gupvet/gupvet/internal/gup"
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
//	referredName under a result: 1 if the code took references of its own
//	releasedName under a page: 1 if it was given back
//	lockedName   under a page: pageLocked, pageUnlocked
//	atomicName   under a lock: 1 if it is held and forbids to sleep
//	staleName    under a vma: 1 if mmap_lock was let go of since it was looked up
//	letGoName    under mmap_lock itself: 1 if it was let go of
//	takenName    under an mm: 1 if the function itself took its lock
//	handedName   under an mm: 1 if functions were given it that may let go of its lock
const (
	heldName     = "\x00held"
	writtenName  = "\x00written"
	dirtiedName  = "\x00dirtied"
	referredName = "\x00referred"
	releasedName = "\x00released"
	lockedName   = "\x00locked"
	atomicName   = "\x00atomic"
	staleName    = "\x00stale"
	letGoName    = "\x00let go"
	takenName    = "\x00taken"
	handedName   = "\x00handed"
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
	if r := x.rec(pages); r.kind == kIte { // one of two arrays
		if state := x.stateIn(r.a); state == x.stateIn(r.b) {
			return state
		}
		return pageGone
	}
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
		r := x.rec(u)
		if r.kind == kApply && r.str == pageOf && x.acquisitionOf(r.a) != nil {
			add(r.a)
		}
		return r.kind != kInit || !x.isMapped(r.a) // what a page holds is not the page
	})
	for _, v := range x.values(t) {
		base := x.base(x.readFrom(v))
		if x.rec(base).kind == kConst {
			continue
		}
		for _, a := range x.acquired {
			if x.liesIn(a, base) || slices.Contains(a.also, base) {
				add(a.res)
			}
		}
	}
	return out
}

// liesIn tells whether an object is, or may be, the array with the pages of a call.
func (x *executor) liesIn(a acquisition, base Term) bool {
	return slices.ContainsFunc(x.values(a.pages), func(v Term) bool { return x.base(v) == base })
}

// isMapped tells whether an address is one within a page that was mapped.
func (x *executor) isMapped(addr Term) bool {
	found := false
	x.walk(addr, func(u Term) bool {
		r := x.rec(u)
		found = found || r.kind == kApply && r.str == mappedPage
		return !found
	})
	return found
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
