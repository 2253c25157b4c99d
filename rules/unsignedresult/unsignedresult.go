// SPDX-License-Identifier: MIT

package unsignedresult

import (
	_ "embed"
	"fmt"
	"slices"

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
		res := v.Site.Entry.Results
		if res.Pointer || len(res.Errnos) == 0 || !v.Tested() || v.TellsFromAll(efault) {
			return false
		}
		e, call := v.Unsigned()
		how := "becomes a large unsigned number here"
		if e == nil {
			if e = onePageTest(v); e == nil {
				return false
			}
			call, how = v.Place(), "passes for a page here"
		}
		g := v.Finding(passes.Verdict{Level: passes.Sure, When: v.Event.PC})
		g.At, g.Function, g.Expr = passes.Range(e.At), e.Owner.Fn.DisplayName(), e.At.Unit.Slice(e.At.Span)
		g.Message = fmt.Sprintf("an error of %s() %s, and no test tells it from success", g.Entry, how)
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

// onePageTest gives the test by which the code decides about the one page that a
// call asks for, if it does nothing else with the number; nil if it does. About
// several pages short-pin-as-success has more to say.
func onePageTest(v *passes.View) *flow.Event {
	e := v.Site.Entry
	n, ok := v.Sum.Arena.Number(v.Arg(e.Roles.Nr))
	if !ok || n != 1 || v.Sum.Arena.PointerKind(v.Arg(e.Roles.Pages)) == "NULL" || !slices.Contains(e.Results.Errnos, "-EFAULT") || v.UsedOtherwise() {
		return nil
	}
	return v.FirstTest()
}

// wrongCount tells what is wrong with the count given to a release, "" if nothing
// is.
func wrongCount(a *flow.Arena, call *passes.View, e *flow.Event) string {
	r := call.Event.Result
	nr := call.Arg(call.Site.Entry.Roles.Nr)
	pc := a.And(e.PC, call.Event.PC)
	for _, v := range a.Values(e.Count, pc) {
		switch n, isNumber := a.Number(nr); {
		case a.Same(v.Term, r) && a.Possible(a.And(v.When, a.AtMost(r, -1))):
			return "may be an error number here"
		case a.Same(v.Term, nr) && !(isNumber && n == 1) && a.Possible(a.And(v.When, a.And(a.Not(a.AtMost(r, -1)), a.Less(r, nr)))) && !a.Possible(a.And(v.When, a.Equal(r, nr))):
			return "is what was asked for, and fewer pages came"
		}
	}
	return ""
}
