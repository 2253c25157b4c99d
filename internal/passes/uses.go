// SPDX-License-Identifier: MIT

package passes

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/parser/syntax"
)

// Tested tells whether the code looks at the result of a call at all.
func (v *View) Tested() bool { return v.FirstTest() != nil }

// FirstTest gives the first test of the result of a call, nil if there is none.
func (v *View) FirstTest() *flow.Event {
	for i := range v.Sum.Events {
		e := &v.Sum.Events[i]
		if e.Kind == flow.EvTest && (e.Result == v.Event.Result || v.Sum.Arena.DependsOn(e.Tested, v.Event.Result)) {
			return e
		}
	}
	return nil
}

// Unsigned gives the first place on the way from the call to the function that sees
// it where the result loses its sign, and where the function around it makes the
// call; nil if there is none.
func (v *View) Unsigned() (at *flow.Event, call flow.Where) {
	for _, e := range slices.Backward(v.chain()) {
		for i := range e.Owner.Events {
			if u := &e.Owner.Events[i]; u.Kind == flow.EvUnsigned && u.Inner == nil && u.Result == e.Result {
				if e.Inner != nil {
					return u, e.Via
				}
				return u, e.At
			}
		}
	}
	return nil, flow.Where{}
}

// Tells tells whether some test goes another way where one fact about a call holds
// than where another does; all else being equal, if much else has a part in it. A
// test that is reached with neither tells nothing.
func (v *View) Tells(one, other flow.Cond) bool {
	a := v.Sum.Arena
	for i := range v.Event.Owner.Events {
		e := &v.Event.Owner.Events[i]
		if e.Kind == flow.EvTest && a.DependsOn(e.Tested, v.Event.Result) &&
			(a.Possible(a.And(e.PC, one)) || a.Possible(a.And(e.PC, other))) &&
			(differ(a, e.Tested, one, other) || a.Decisive(e.Tested, v.Event.Result, one, other)) {
			return true
		}
	}
	return false
}

// TellsShort tells whether some test goes another way for fewer pages than for as
// many as were asked for, by the number itself or a cast of it.
func (v *View) TellsShort() bool {
	a, r := v.Sum.Arena, v.Event.Result
	nr := v.asked(v.Event)
	some := a.And(v.Event.PC, a.Not(a.AtMost(r, 0)))
	as := []flow.Term{nr}
	for i := range v.Event.Owner.Events {
		if e := &v.Event.Owner.Events[i]; e.Kind == flow.EvTest {
			as = append(as, a.ComparedAs(e.Tested, r, nr)...)
		}
	}
	return slices.ContainsFunc(as, func(nr flow.Term) bool {
		return v.Tells(a.And(some, a.Less(r, nr)), a.And(some, a.Equal(r, nr)))
	})
}

// TellsFromAll tells whether some test goes another way for a number than for as
// many pages as were asked for.
func (v *View) TellsFromAll(n int64) bool {
	a := v.Sum.Arena
	return v.Tells(a.And(v.Event.PC, a.EqualConst(v.Event.Result, n)), a.And(v.Event.PC, v.full(v.Event)))
}

// UsedOtherwise tells whether the result of a call is more than tested: it is
// calculated with, stored, given to a function, returned, or counts what is
// released. Functions on the way are to do nothing but return it.
func (v *View) UsedOtherwise() bool {
	for i, e := range v.chain() {
		any, all := returned(e)
		if v.usedIn(e) || i == 0 && any || i > 0 && !all {
			return true
		}
	}
	return false
}

// returned tells whether a function returns the result of a call where there are
// pages: at any return, and at all.
func returned(e *flow.Event) (any, all bool) {
	a, r := e.Owner.Arena, e.Result
	all = true
	for i := range e.Owner.Events {
		ev := &e.Owner.Events[i]
		if ev.Kind != flow.EvReturn {
			continue
		}
		some := a.And(a.And(ev.PC, e.PC), a.Not(a.AtMost(r, 0)))
		for _, val := range a.Values(ev.Result, some) {
			carries := a.Carries(val.Term, r)
			any, all = any || carries, all && carries
		}
	}
	return any, any && all
}

// usedIn tells whether one function uses the result of a call, but for tests of the
// result itself and for returning it.
func (v *View) usedIn(e *flow.Event) bool {
	a, r := e.Owner.Arena, e.Result
	for i := range e.Owner.Events {
		ev := &e.Owner.Events[i]
		switch ev.Kind {
		case flow.EvCount, flow.EvPass:
			if ev.Result == r {
				return true
			}
		case flow.EvRelease:
			if ev.Count != flow.None && a.Mentions(ev.Count, r) {
				return true
			}
		case flow.EvTest:
			if a.TestsPart(ev.Tested, r) || a.Measures(ev.Tested, r, v.asked(e)) {
				return true
			}
		}
	}
	return slices.ContainsFunc(e.Owner.Effects(), func(t flow.Term) bool { return a.Carries(t, r) })
}

// Dropped tells whether nobody looks at the result of a call: it is a statement by
// itself, or what the result was stored in is never read. Of a call further down,
// that the function which is handed the result does so, and none on the way.
func (v *View) Dropped() bool {
	chain := v.chain()
	for i, e := range chain {
		if i > 0 && !onlyReturned(e) {
			return false
		}
	}
	return v.Event.Ignored && v.Depth() == 0 || v.Event.Alone && v.Depth() > 0 || unread(v.Event)
}

// onlyReturned tells whether all that a function does with the result of a call is
// to return it.
func onlyReturned(e *flow.Event) bool {
	return e.Owner.Ret != flow.None && e.Owner.Arena.Carries(e.Owner.Ret, e.Result) && !looksAt(e)
}

// unread tells whether nothing at all is made of the result of a call.
func unread(e *flow.Event) bool {
	a, s := e.Owner.Arena, e.Owner
	return !looksAt(e) && (s.Ret == flow.None || !a.Mentions(s.Ret, e.Result)) && !a.Uses(e.Result)
}

// looksAt tells whether a function does something with the number that a call
// returns, but for returning it.
func looksAt(e *flow.Event) bool {
	a, r := e.Owner.Arena, e.Result
	for i := range e.Owner.Events {
		ev := &e.Owner.Events[i]
		switch {
		case ev.Inner != nil:
		case (ev.Kind == flow.EvCount || ev.Kind == flow.EvPass) && ev.Result == r,
			ev.Kind == flow.EvTest && a.DependsOn(ev.Tested, r),
			ev.Kind == flow.EvRelease && ev.Count != flow.None && a.Mentions(ev.Count, r):
			return true
		}
	}
	return slices.ContainsFunc(e.Owner.Effects(), func(t flow.Term) bool { return a.Carries(t, r) })
}

// Held tells whether mmap_lock of the mm that the entry works on is held whenever
// the call is made.
func (v *View) Held() bool { return v.Sum.LockIsHeld(v.Event, v.begin == beginsHeld) }

// NotHeld tells whether mmap_lock is not held whenever the call is made.
func (v *View) NotHeld() bool {
	return v.Sum.LockNotHeld(v.Event, v.begin == beginsFree)
}

// LockIs is when mmap_lock was in a state before an event, as far as the function
// that sees the event knows.
func LockIs(a *flow.Arena, e *flow.Event, state int64) flow.Cond {
	when := flow.False
	if e.Lock == flow.None {
		return when
	}
	for _, val := range a.Values(e.Lock, e.PC) {
		if n, ok := a.Number(val.Term); ok && n == state {
			when = a.Or(when, val.When)
		}
	}
	return when
}

// LockSteps tells where the function that sees the call last took or released the
// lock that the call is about, or how it began.
func (v *View) LockSteps() []lint.Step {
	var last *flow.Event
	for i := range v.Sum.Events {
		e := &v.Sum.Events[i]
		if e == v.Event {
			break
		}
		if e.Kind == flow.EvLock && e.Inner == nil && e.MM == v.Event.MM {
			last = e
		}
	}
	if last == nil {
		return v.beginSteps()
	}
	return []lint.Step{Step(last.At, last.Name+"() is the last that is done to the lock before")}
}

// beginSteps tells how mmap_lock is where the function begins that sees the call.
func (v *View) beginSteps() []lint.Step {
	it := v.Root.Item
	at := flow.Where{Unit: v.Root.Unit, Span: syntax.Span{Start: it.NamePos, End: it.NamePos + syntax.Pos(len(it.Name))}}
	switch v.begin {
	case beginsFree:
		return []lint.Step{Step(at, v.Root.DisplayName()+"() begins without mmap_lock")}
	case beginsHeld:
		return []lint.Step{Step(at, v.Root.DisplayName()+"() is called by mmap(), with mmap_lock held")}
	}
	return nil
}

// DropBefore gives the call before an event that may have let go of mmap_lock,
// where a condition holds; nil if there is none. In a loop it may be that of an
// earlier round, of which the condition says nothing.
func (f *Func) DropBefore(e *flow.Event, when flow.Cond) *flow.Event {
	a := f.Sum.Arena
	var last, earlier *flow.Event
	before := true
	for i := range f.Sum.Events {
		c := &f.Sum.Events[i]
		before = before && c != e
		switch {
		case !f.drops(c) || e.MM != flow.None && e.MM != c.MM:
		case before && a.Possible(a.And(when, a.And(c.PC, f.mayDrop(c)))):
			last = c
		case len(c.Loops) > 0 && (before || len(e.Loops) > 0 && e.Loops[0] == c.Loops[0]) && a.Possible(a.And(c.PC, f.mayDrop(c))):
			earlier = c
		}
	}
	if last == nil {
		return earlier
	}
	return last
}

// drops tells whether an event is a call of an entry with a pointer that tells of the
// lock.
func (f *Func) drops(c *flow.Event) bool {
	ent := f.Entry(c.Name)
	return c.Kind == flow.EvCall && ent != nil && (ent.Roles.Locked >= 0 || ent.Roles.Unlocked >= 0)
}

// mayDrop is when a call is given such a pointer.
func (f *Func) mayDrop(c *flow.Event) flow.Cond {
	a, ent := f.Sum.Arena, f.Entry(c.Name)
	when := flow.False
	for _, k := range []int{ent.Roles.Locked, ent.Roles.Unlocked} {
		if k >= 0 && k < len(c.Args) {
			when = a.Or(when, a.Truth(c.Args[k]))
		}
	}
	return when
}

// Differ tells whether a condition is decided in one way where one fact holds and
// in another where the other does.
func Differ(a *flow.Arena, c, one, other flow.Cond) bool { return differ(a, c, one, other) }

// ReadLater tells whether the variable whose address is an argument is named again
// after the call, in the function that sees it.
func (v *View) ReadLater(arg int) bool {
	call, u := v.Event.Call, v.Root.Unit
	if call == nil || v.Place().Unit != u {
		return false
	}
	for _, val := range v.Sum.Arena.Values(v.Arg(arg), v.Event.PC) {
		place, ok := strings.CutPrefix(v.Sum.Arena.Describe(val.Term), "&")
		name := place[strings.LastIndexAny(place, ".>")+1:]
		if !ok || name == "" {
			continue
		}
		if regexp.MustCompile(`\b` + regexp.QuoteMeta(name) + `\b`).Match(u.Text[call.End:v.Root.Item.Body.End]) {
			return true
		}
	}
	return false
}
