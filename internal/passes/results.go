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
	returned := false
	for i := range v.Sum.Events {
		e := &v.Sum.Events[i]
		if e == v.Event {
			continue
		}
		if a.DependsOn(e.PC, r) {
			return "checked"
		}
		returned = returned || e.Kind == flow.EvReturn && a.Mentions(e.Result, r)
	}
	stored := false
	for _, t := range v.Sum.Effects() {
		stored = stored || a.Mentions(t, r)
	}
	switch {
	case a.DependsOn(v.Sum.PC, r):
		return "checked"
	case returned:
		return "returned"
	case stored:
		return "stored"
	}
	return "used"
}
