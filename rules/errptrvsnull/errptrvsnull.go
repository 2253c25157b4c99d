// SPDX-License-Identifier: MIT

package errptrvsnull

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

// Rule is errptr-vs-null.
var Rule = lint.NewRule("errptr-vs-null", lint.Error, doc, run, passes.Calls)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	var list []*lint.Finding
	passes.CallsOf(pass).EachResult(func(v *passes.View) bool {
		e := v.Site.Entry
		if !e.Results.Pointer || !e.Results.Null && len(e.Results.Errnos) == 0 {
			return false // nobody knows how it fails
		}
		null, errptr := lookedFor(v)
		var test *flow.Event
		var how string
		switch {
		case !e.Results.Null && errptr == nil:
			test, how = null, "with an error pointer, never with NULL, and this test lets it pass"
		case len(e.Results.Errnos) == 0 && null == nil:
			test, how = errptr, "with NULL, never with an error pointer, and this test lets it pass"
		case e.Results.Null && len(e.Results.Errnos) > 0 && errptr == nil:
			test, how = null, "with an error pointer as well as with NULL, and nothing here looks for the former"
		case e.Results.Null && len(e.Results.Errnos) > 0 && null == nil:
			test, how = errptr, "with NULL as well as with an error pointer, and nothing here looks for the former"
		}
		if test == nil {
			return null != nil || errptr != nil
		}
		f := v.Finding(passes.Verdict{Level: passes.Sure, When: test.PC})
		f.At = passes.Range(test.At)
		f.Expr = test.At.Unit.Slice(test.At.Span)
		f.Message = fmt.Sprintf("%s() fails %s", e.Name, how)
		f.Steps = append([]lint.Step{passes.Step(v.Place(), "the result comes from here")}, v.PathSteps()...)
		list = append(list, f)
		return true
	})
	return list, nil
}

// lookedFor gives the tests that tell NULL and an error pointer from a page, nil
// where there is none.
func lookedFor(v *passes.View) (null, errptr *flow.Event) {
	a, r := v.Sum.Arena, v.Event.Result
	page := a.And(v.Event.PC, a.And(a.Not(a.IsErr(r)), a.Truth(r)))
	isNull, isErr := a.And(v.Event.PC, a.IsNull(r)), a.And(v.Event.PC, a.IsErr(r))
	for i := range v.Sum.Events {
		ev := &v.Sum.Events[i]
		if ev.Kind != flow.EvTest || !a.DependsOn(ev.Tested, r) {
			continue
		}
		if null == nil && passes.Differ(a, ev.Tested, isNull, page) {
			null = ev
		}
		if errptr == nil && passes.Differ(a, ev.Tested, isErr, page) {
			errptr = ev
		}
	}
	return null, errptr
}
