// SPDX-License-Identifier: MIT

package shortpinleak

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

// Rule is short-pin-leak.
var Rule = lint.NewRule("short-pin-leak", lint.Error, doc, run, passes.Calls)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	var list []*lint.Finding
	passes.CallsOf(pass).EachOwning(func(f *passes.Func) {
		f.Events(flow.EvLeak, func(e *flow.Event) {
			if !f.Sum.Arena.Possible(e.PC) {
				return
			}
			g := f.Finding(e.At, e.PC)
			g.Entry = e.From
			g.Message = fmt.Sprintf("pages that %s() took are lost here: nothing gives them back", e.From)
			g.Steps = []lint.Step{passes.Step(e.Taken, "taken here")}
			if test := lastTest(f, e); test != nil {
				g.Steps = append(g.Steps, passes.Step(test.At, "some may have been taken where this holds"))
			}
			list = append(list, g)
		})
	})
	return list, nil
}

// lastTest gives the last test of a call's result before a return.
func lastTest(f *passes.Func, leak *flow.Event) *flow.Event {
	var last *flow.Event
	a := f.Sum.Arena
	f.Events(flow.EvTest, func(e *flow.Event) {
		if e.At.Span.Start < leak.At.Span.Start && a.DependsOn(e.Tested, leak.Result) && a.Possible(a.And(leak.PC, e.PC)) {
			last = e
		}
	})
	return last
}
