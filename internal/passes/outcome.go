// SPDX-License-Identifier: MIT

package passes

import (
	"slices"
	"strings"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
)

// An Outcome is what a function does if a call in it returns some number: what
// the function returns in its turn, and whether the call is made again.
type Outcome struct {
	Passed  bool       // the number itself is handed on: returned, stored, given to others
	Instead []Returned // constants returned in its place
	Other   bool       // something is returned of which nothing is known
	Dropped bool       // the function returns nothing and leaves the number nowhere
	Retried lint.Range // the loop that makes the call again; not valid for none
	Ends    bool       // the function comes to its end all the same
}

// Returned is a constant that a function returns.
type Returned struct {
	Value int64
	Name  string // "" for a plain number
	At    flow.Where
	When  flow.Cond
}

// outcome finds out what the function that an event belongs to does if the call
// returns n, where a condition holds. The event may be that of a call further
// down.
func outcome(e *flow.Event, n int64, when flow.Cond) Outcome {
	a, s := e.Owner.Arena, e.Owner
	if s.Bounded {
		return Outcome{Other: true} // the rest is not known
	}
	var out Outcome
	c := a.And(a.And(e.PC, when), a.EqualConst(e.Result, n))
	if !a.Possible(c) {
		return out
	}
	returns, before := false, flow.False
	for i := range s.Events {
		ev := &s.Events[i]
		hit := a.And(c, ev.PC)
		switch {
		case ev == e || !a.Possible(hit):
		case ev.Kind == flow.EvReturn:
			returns = true
			out.add(a, ev, e.Result, hit)
		case ev.Kind == flow.EvPass && ev.Result == e.Result && !ev.Seen:
			out.Passed = true
		case ev.Kind == flow.EvRepeat && len(ev.Loops) > 0 && slices.Contains(e.Loops, ev.Loops[len(ev.Loops)-1]):
			out.Retried, before = Range(ev.At), a.Or(before, ev.Tested)
		}
	}
	for _, t := range s.Effects() {
		for _, v := range a.Values(t, c) {
			out.Passed = out.Passed || a.Carries(v.Term, e.Result)
		}
	}
	out.Dropped = !returns && !out.Passed && s.Ret == flow.None
	out.Ends = out.Retried.IsValid() && endsAfter(e, a.And(a.And(lasting(e, when), a.SettledBefore(before)), a.EqualConst(e.Result, n)))
	return out
}

// lasting is what holds whenever a call is made in a loop, where a condition holds:
// what was tested on the way to it may be otherwise in the next round, but for what
// leads to it in the functions called.
func lasting(e *flow.Event, when flow.Cond) flow.Cond {
	a := e.Owner.Arena
	c := a.Settled(a.And(e.PC, when))
	if e.Inner != nil {
		c = a.And(c, e.There)
	}
	return c
}

// endsAfter tells whether a function comes to its end where a condition holds. It
// says nothing of what may change from one round of a loop to the next.
func endsAfter(e *flow.Event, when flow.Cond) bool {
	a, s := e.Owner.Arena, e.Owner
	if a.Possible(a.And(when, s.PC)) {
		return true
	}
	return slices.ContainsFunc(s.Events, func(r flow.Event) bool {
		return r.Kind == flow.EvReturn && a.Possible(a.And(when, r.PC))
	})
}

// add takes in what a return statement returns where a condition holds.
func (o *Outcome) add(a *flow.Arena, ev *flow.Event, result flow.Term, when flow.Cond) {
	for _, v := range a.Values(ev.Result, when) {
		switch n, ok := a.Number(v.Term); {
		case a.Carries(v.Term, result):
			o.Passed = true
		case ok:
			o.Instead = append(o.Instead, Returned{n, a.ConstantName(v.Term), ev.At, v.When})
		default:
			o.Other = true
		}
	}
}

// has tells whether a number is among the constants.
func (o *Outcome) has(n int64) bool {
	return slices.ContainsFunc(o.Instead, func(r Returned) bool { return r.Value == n })
}

// Tests tells whether the code compares a call's result with a number, so that
// it can tell the number from those next to it.
func Tests(e *flow.Event, n int64) bool {
	a := e.Owner.Arena
	for i := range e.Owner.Events {
		ev := &e.Owner.Events[i]
		if ev.Kind != flow.EvTest || !a.Possible(a.And(ev.PC, e.PC)) {
			continue
		}
		fact := func(n int64) flow.Cond { return a.And(e.PC, a.EqualConst(e.Result, n)) }
		if differ(a, ev.Tested, fact(n), fact(n-1)) || differ(a, ev.Tested, fact(n), fact(n+1)) {
			return true
		}
	}
	return false
}

// keeps tells whether the code leaves something else in memory for a number than
// for the one next to it.
func keeps(e *flow.Event, n int64) bool {
	a := e.Owner.Arena
	is, next := a.And(e.PC, a.EqualConst(e.Result, n)), a.And(e.PC, a.EqualConst(e.Result, n-1))
	for _, t := range e.Owner.Effects() {
		if !a.Mentions(t, e.Result) {
			continue
		}
		x, y := a.Values(t, is), a.Values(t, next)
		if !slices.EqualFunc(x, y, func(v, w flow.Value) bool { return v.Term == w.Term }) {
			return true
		}
	}
	return false
}

// differ tells whether a condition is decided in one way where one fact holds and
// in another where the other does.
func differ(a *flow.Arena, c, one, other flow.Cond) bool {
	yes := func(fact flow.Cond) bool { return a.Possible(a.And(c, fact)) }
	no := func(fact flow.Cond) bool { return a.Possible(a.And(a.Not(c), fact)) }
	return yes(one) != yes(other) || no(one) != no(other)
}

// Distinguishes tells whether the code goes another way for one result of a call
// than for another.
func Distinguishes(e *flow.Event, x, y int64) bool {
	a := e.Owner.Arena
	for i := range e.Owner.Events {
		ev := &e.Owner.Events[i]
		if ev.Kind == flow.EvTest && a.Possible(a.And(ev.PC, e.PC)) && differ(a, ev.Tested, a.And(e.PC, a.EqualConst(e.Result, x)), a.And(e.PC, a.EqualConst(e.Result, y))) {
			return true
		}
	}
	return false
}

// LossKind is how an error number is lost.
type LossKind uint8

// The ways to lose an error number.
const (
	Folded  LossKind = iota // something else is returned in its place
	Dropped                 // nothing is returned
	Retried                 // the call is made again
)

// A Loss is a place where an error number is lost.
type Loss struct {
	Kind     LossKind
	At       lint.Range
	Function string
	Instead  Returned // what is returned in its place
}

// Lost follows an error number that a call may return where a condition holds, up
// to the function that sees the call, and tells where it is lost: nil if it is
// handed on to the end, compared with, turned into a value of its own, or goes
// where nobody can follow it. Other numbers in as are as good as the first.
//
// The condition is about the outermost function; further down the number is
// taken to come back.
func (v *View) Lost(n int64, when flow.Cond, as ...int64) *Loss {
	loss, _ := v.lost(n, when, as)
	return loss
}

func (v *View) lost(n int64, when flow.Cond, as []int64) (loss *Loss, goesOn bool) {
	for i, e := range slices.Backward(v.chain()) {
		cond := flow.True
		if i == 0 {
			cond = when
		}
		if loss, goesOn = lostIn(e, n, cond, as); loss != nil || !goesOn {
			return loss, false
		}
	}
	return nil, true
}

// Endless gives the loop that makes the call again whatever error it returns; nil
// if there is none.
func (v *View) Endless() *Loss { return v.Retries(-v.contract().Constants()["EFAULT"]) }

// chain lists the call as the function that sees it has it, then as each function
// on the way to the entry does.
func (v *View) chain() []*flow.Event {
	var list []*flow.Event
	for e := v.Event; e != nil; e = e.Inner {
		list = append(list, e)
	}
	return list
}

// LostByAll is Lost up to all who are handed the number: where each of them loses
// it, nothing if one does not.
func (v *View) LostByAll(n int64, when flow.Cond, as ...int64) []*Loss {
	loss, goesOn := v.lost(n, when, as)
	if loss != nil {
		return []*Loss{loss}
	}
	var list []*Loss
	for _, u := range v.handedTo() {
		more := u.LostByAll(n, u.Event.PC, as...)
		if !goesOn || more == nil {
			return nil
		}
		list = append(list, more...)
	}
	return list
}

// handedTo lists the views of those who call the function that sees the call and
// are handed its result.
func (v *View) handedTo() []*View {
	prefix := v.key() + "<"
	var list []*View
	for _, u := range v.Site.Views {
		if u.resultOnly && u.Depth() == v.Depth()+1 && strings.HasPrefix(u.key(), prefix) {
			list = append(list, u)
		}
	}
	return list
}

// lostIn tells whether one function loses a number, and if not whether it hands
// it on.
func lostIn(e *flow.Event, n int64, when flow.Cond, as []int64) (loss *Loss, goesOn bool) {
	o := outcome(e, n, when)
	name := e.Owner.Fn.DisplayName()
	switch {
	case o.retries():
		return &Loss{Kind: Retried, At: o.Retried, Function: name}, false
	case Tests(e, n), keeps(e, n), o.Other:
		return nil, false
	case o.Passed:
		return nil, true
	case o.Dropped && !e.Ignored:
		at := e.At
		if e.Inner != nil {
			at = e.Via
		}
		return &Loss{Kind: Dropped, At: Range(at), Function: name}, false
	}
	// A value that no other error leads to says what happened.
	others := outcome(e, n-1, when)
	for _, r := range o.Instead {
		if r.Value != n && !slices.Contains(as, r.Value) && others.has(r.Value) {
			loss = &Loss{Kind: Folded, At: Range(r.At), Function: name, Instead: r}
			continue
		}
		return nil, false
	}
	return loss, false
}

// retries tells whether the call is made again, and there is no way out.
func (o *Outcome) retries() bool { return o.Retried.IsValid() && !o.Passed && !o.Ends }

// Retries tells where the function that sees a call has it made again for a
// number that it returns, with no way out; nil if it does not.
func (v *View) Retries(n int64) *Loss {
	o := outcome(v.Event, n, flow.True)
	if !o.retries() {
		return nil
	}
	return &Loss{Kind: Retried, At: o.Retried, Function: v.Root.DisplayName()}
}

// NumberText spells a returned constant for people.
func NumberText(r Returned) string {
	switch {
	case r.Value < 0 && gup.ErrnoName(r.Value) != "" && (r.Name == "" || strings.HasPrefix(r.Name, "E")):
		return gup.ErrnoName(r.Value)
	case r.Name != "":
		return r.Name
	case r.Value == 0:
		return "0, which stands for success"
	}
	return itoa(int(r.Value))
}

// Text tells what became of the number.
func (l *Loss) Text() string {
	switch l.Kind {
	case Retried:
		return "leads back to the call here"
	case Dropped:
		return "the result is dropped here"
	}
	return "becomes " + NumberText(l.Instead) + " here"
}

// TestOf gives the first place where the code compares a call's result with a
// number, nil if there is none.
func TestOf(e *flow.Event, n int64) *flow.Event {
	a := e.Owner.Arena
	for i := range e.Owner.Events {
		ev := &e.Owner.Events[i]
		if ev.Kind != flow.EvTest || !a.Possible(a.And(ev.PC, e.PC)) {
			continue
		}
		is := a.EqualConst(e.Result, n)
		if differ(a, ev.Tested, is, a.EqualConst(e.Result, n-1)) && differ(a, ev.Tested, is, a.EqualConst(e.Result, n+1)) {
			return ev
		}
	}
	return nil
}

// PresetToNull tells whether an argument points to a variable that is NULL before
// the call.
func (v *View) PresetToNull(arg int) bool {
	if arg < 0 || arg >= len(v.Event.Deref) || v.Event.Deref[arg] == flow.None {
		return false
	}
	a := v.Sum.Arena
	return a.Implies(v.Event.PC, a.IsNull(v.Event.Deref[arg]))
}

// Never tells whether a call is known not to have a flag.
func (v *View) Never(c *gup.Contract, flag string) bool {
	k, ok := c.Bit(flag)
	t := v.Arg(v.Site.Entry.Roles.Flags)
	return !ok || t == flow.None || !v.Sum.Arena.Possible(v.Sum.Arena.And(v.Event.PC, v.Sum.Arena.And(v.storedBits(), v.Sum.Arena.Bit(t, k))))
}
