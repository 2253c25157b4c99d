// SPDX-License-Identifier: MIT

package passes

import (
	"slices"

	"github.com/gupvet/gupvet/internal/flow"
)

// ZeroAsSuccess tells whether a call that returns 0 where a condition holds goes
// the same way as one that returns all pages, and where the function that gets the
// result to the end ought to see the difference: at its test of the result, or at
// the call if there is none.
func (v *View) ZeroAsSuccess(when flow.Cond) (at *flow.Event, same bool) {
	for i, e := range slices.Backward(v.chain()) {
		a := e.Owner.Arena
		c := e.PC
		if i == 0 {
			c = a.And(c, when)
		}
		zero := a.And(c, a.EqualConst(e.Result, 0))
		full := a.And(c, v.full(e))
		if !a.Possible(zero) || !a.Possible(full) {
			return nil, false
		}
		at = e
		for j := range e.Owner.Events {
			ev := &e.Owner.Events[j]
			switch {
			case (ev.Kind == flow.EvPass || ev.Kind == flow.EvCount) && ev.Result == e.Result:
				return nil, false
			case ev.Kind != flow.EvTest || !a.DependsOn(ev.Tested, e.Result):
			case differ(a, ev.Tested, zero, full), a.Measures(ev.Tested, e.Result, v.asked(e)):
				return nil, false
			case at == e && a.Possible(a.And(ev.PC, zero)):
				at = ev
			}
		}
		o := outcome(e, 0, c)
		if len(o.Instead) > 0 && len(outcome(e, 1, c).Instead) > 0 && !o.Passed && !o.Other {
			return at, true
		}
		if o.Passed || o.Other {
			if i > 0 && o.Passed && !o.Other {
				continue // the caller has it now
			}
			return nil, false
		}
		return at, true
	}
	return nil, false
}

// asked is the number of pages that a call asks for; None if it is always one.
func (v *View) asked(e *flow.Event) flow.Term {
	if i := v.Site.Entry.Roles.Nr; i >= 0 && i < len(e.Args) {
		return e.Args[i]
	}
	return flow.None
}

// full is the condition that a call returns as many pages as it was asked for.
func (v *View) full(e *flow.Event) flow.Cond {
	a, nr := e.Owner.Arena, v.asked(e)
	if nr == flow.None {
		return a.EqualConst(e.Result, 1)
	}
	return a.And(a.Equal(e.Result, nr), a.Not(a.AtMost(e.Result, 0)))
}

// ErrorAsSuccess tells where the code returns 0 for an error number and not for
// other errors, nor for one that means the same; nil if it does not.
func (v *View) ErrorAsSuccess(n, same int64) *Loss {
	for _, e := range slices.Backward(v.chain()) {
		o := outcome(e, n, flow.True)
		if o.Passed && !o.Other && len(o.Instead) == 0 && !o.Retried.IsValid() {
			continue // the caller has it now
		}
		next, alike := outcome(e, n-1, flow.True), outcome(e, same, flow.True)
		if o.Passed || o.Other || o.Retried.IsValid() || !o.onlyZero() || !next.fails() || alike.has(0) {
			return nil
		}
		return &Loss{Kind: Folded, At: Range(o.Instead[0].At), Function: e.Owner.Fn.DisplayName(), Instead: o.Instead[0]}
	}
	return nil
}

// onlyZero tells whether 0 is all that is returned.
func (o *Outcome) onlyZero() bool {
	return len(o.Instead) > 0 && !slices.ContainsFunc(o.Instead, func(r Returned) bool { return r.Value != 0 })
}

// fails tells whether what is returned is always an error: the number itself, or
// another.
func (o *Outcome) fails() bool {
	return (o.Passed || len(o.Instead) > 0) && !o.Other && !slices.ContainsFunc(o.Instead, func(r Returned) bool { return r.Value >= 0 })
}
