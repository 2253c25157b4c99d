// SPDX-License-Identifier: MIT

package unlockafterdrop

import (
	_ "embed"
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
)

//go:embed doc.go
var doc string

// Rule is unlock-after-drop.
var Rule = lint.NewRule("unlock-after-drop", lint.Error, doc, run, passes.Calls)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	var list []*lint.Finding
	passes.CallsOf(pass).EachSeeing(func(f *passes.Func) {
		a := f.Sum.Arena
		scopes := map[flow.Where]bool{} // ends of scopes, one for each way out
		f.Events(flow.EvLock, func(e *flow.Event) {
			if !flow.Unlocks(e.Name) || e.Looked {
				return
			}
			twice := passes.LockIs(a, e, flow.LockNone)
			call := f.DropBefore(e, twice)
			if call == nil || !a.Possible(twice) {
				return
			}
			what := e.Name + "()"
			if e.Call == nil {
				if scopes[e.At] {
					return
				}
				scopes[e.At] = true
				what = "the end of this scope unlocks"
			}
			g := finding(f, e, call, twice)
			g.Message = fmt.Sprintf("%s without a look at *locked: %s() may have let go of mmap_lock", what, call.Name)
			list = append(list, g)
		})
		f.Events(flow.EvKeptLock, func(e *flow.Event) {
			call := f.DropBefore(e, e.Tested)
			if call == nil || f.Entry(call.Name).Roles.Locked < 0 {
				return
			}
			g := finding(f, e, call, e.Tested)
			g.Message = fmt.Sprintf("mmap_lock stays held here if %s() has not let go of it", call.Name)
			list = append(list, g)
		})
	})
	return list, nil
}

func finding(f *passes.Func, e, call *flow.Event, when flow.Cond) *lint.Finding {
	at := e.At
	if e.Use.Unit != nil {
		at = e.Use // of the macro that unlocks
	}
	g := f.Finding(at, when)
	g.Entry = call.Name
	g.Steps = []lint.Step{passes.Step(call.At, "may let go of the lock here")}
	return g
}
