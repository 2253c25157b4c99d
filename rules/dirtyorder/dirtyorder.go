// SPDX-License-Identifier: MIT

package dirtyorder

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

// Rule is dirty-order.
var Rule = lint.NewRule("dirty-order", lint.Error, doc, run, passes.Calls)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	var list []*lint.Finding
	passes.CallsOf(pass).EachOwning(func(f *passes.Func) {
		a := f.Sum.Arena
		f.Events(flow.EvDirty, func(e *flow.Event) {
			late := a.And(e.PC, a.EqualConst(e.Kept, 1))
			switch {
			case a.Possible(late):
				g := f.Finding(e.At, late)
				g.Entry = e.From
				g.Message = fmt.Sprintf("%s() comes after the page was given back", e.Name)
				if r := releaseBefore(f, e); r != nil {
					g.Steps = []lint.Step{passes.Step(r.At, "given back here")}
				}
				list = append(list, g)
			case a.Implies(e.PC, e.Tested):
				g := f.Finding(e.At, e.PC)
				g.Entry = e.From
				g.Severity = lint.Warning
				g.Message = fmt.Sprintf("%s() needs the page locked: its mapping may be truncated meanwhile", e.Name)
				list = append(list, g)
			}
		})
	})
	return list, nil
}

// releaseBefore gives the last release before a page is marked dirty.
func releaseBefore(f *passes.Func, e *flow.Event) *flow.Event {
	var last *flow.Event
	f.Events(flow.EvRelease, func(r *flow.Event) {
		if r.Result == e.Result && r.At.Span.Start < e.At.Span.Start {
			last = r
		}
	})
	return last
}
