// SPDX-License-Identifier: MIT

package passes

import "github.com/gupvet/gupvet/internal/flow"

// ResultUse tells what becomes of a call's result in the function that makes the
// call: "ignored", "checked", "returned" unseen, "stored", or "used" in some
// other way.
func (v *View) ResultUse() string {
	if v.Event.Ignored {
		return "ignored"
	}
	a, r := v.Sum.Arena, v.Event.Result
	// What every way out of the function has in common is known of the result
	// without a check: which numbers the entry returns.
	known := v.Sum.PC
	for i := range v.Sum.Events {
		if e := &v.Sum.Events[i]; e.Kind == flow.EvReturn {
			known = a.Or(known, e.PC)
		}
	}
	returned := false
	for i := range v.Sum.Events {
		e := &v.Sum.Events[i]
		if e == v.Event || e.Inner != nil || e.In.Unit != nil || e.Kind == flow.EvLeak { // what others decide, or nothing does
			continue
		}
		if a.DependsOn(a.Simplify(e.PC, known), r) || e.Kind == flow.EvTest && a.DependsOn(e.Tested, r) {
			return "checked"
		}
		returned = returned || e.Kind == flow.EvReturn && a.Mentions(e.Result, r)
	}
	stored := false
	for _, t := range v.Sum.Effects() {
		stored = stored || a.Mentions(t, r)
	}
	switch {
	case returned:
		return "returned"
	case stored:
		return "stored"
	}
	return "used"
}
