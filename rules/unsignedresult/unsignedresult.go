// SPDX-License-Identifier: MIT

package unsignedresult

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

// Rule is unsigned-result.
var Rule = lint.NewRule("unsigned-result", lint.Error, doc, run, passes.Calls)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	var list []*lint.Finding
	set := passes.CallsOf(pass)
	efault := -set.Snapshot.Contract.Constants()["EFAULT"]
	set.EachResult(func(v *passes.View) bool {
		e, call := v.Unsigned()
		if e == nil || v.Site.Entry.Results.Pointer || !v.Tested() || v.TellsFromAll(efault) {
			return false
		}
		g := v.Finding(passes.Verdict{Level: passes.Sure, When: v.Event.PC})
		g.At, g.Function, g.Expr = passes.Range(e.At), e.Owner.Fn.DisplayName(), e.At.Unit.Slice(e.At.Span)
		g.Message = fmt.Sprintf("an error of %s() becomes a large unsigned number here, and no test tells it from success", g.Entry)
		g.Steps = append([]lint.Step{passes.Step(call, "the call")}, v.PathSteps()...)
		list = append(list, g)
		return true
	})
	set.EachFunc(func(f *passes.Func) {
		a := f.Sum.Arena
		f.Events(flow.EvRelease, func(e *flow.Event) {
			call := f.Call(e.Result)
			if call == nil || e.Count == flow.None {
				return
			}
			if what := wrongCount(a, call, e); what != "" {
				g := f.Finding(e.At, e.PC)
				g.Entry = call.Site.Entry.Name
				g.Message = fmt.Sprintf("the count for %s() %s", e.Name, what)
				g.Steps = []lint.Step{passes.Step(call.Event.At, "the pages come from here")}
				list = append(list, g)
			}
		})
	})
	return list, nil
}

// wrongCount tells what is wrong with the count given to a release, "" if nothing
// is.
func wrongCount(a *flow.Arena, call *passes.View, e *flow.Event) string {
	r := call.Event.Result
	nr := call.Arg(call.Site.Entry.Roles.Nr)
	pc := a.And(e.PC, call.Event.PC)
	switch n, isNumber := a.Number(nr); {
	case a.Same(e.Count, r) && a.Possible(a.And(pc, a.AtMost(r, -1))):
		return "may be an error number here"
	case a.Same(e.Count, nr) && !(isNumber && n == 1) && a.Possible(a.And(pc, a.And(a.Not(a.AtMost(r, -1)), a.Less(r, nr)))) && !a.Possible(a.And(pc, a.Equal(r, nr))):
		return "is what was asked for, and fewer pages came"
	}
	return ""
}
