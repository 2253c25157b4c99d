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
		if !e.Results.Pointer || e.Results.Null == (len(e.Results.Errnos) > 0) {
			return false // it returns both, or nobody knows what
		}
		a, r := v.Sum.Arena, v.Event.Result
		failure, other, right, wrong := a.IsErr(r), a.IsNull(r), "an error pointer", "NULL"
		if e.Results.Null {
			failure, other, right, wrong = other, failure, wrong, right
		}
		page := a.And(v.Event.PC, a.And(a.Not(a.IsErr(r)), a.Truth(r)))
		failure, other = a.And(v.Event.PC, failure), a.And(v.Event.PC, other)
		var test *flow.Event
		for i := range v.Sum.Events {
			ev := &v.Sum.Events[i]
			if ev.Kind != flow.EvTest || !a.DependsOn(ev.Tested, r) {
				continue
			}
			if passes.Differ(a, ev.Tested, failure, page) {
				return true
			}
			if test == nil && passes.Differ(a, ev.Tested, other, page) {
				test = ev
			}
		}
		if test == nil {
			return false
		}
		f := v.Finding(passes.Verdict{Level: passes.Sure, When: test.PC})
		f.At = passes.Range(test.At)
		f.Expr = test.At.Unit.Slice(test.At.Span)
		f.Message = fmt.Sprintf("%s() fails with %s, never with %s, and this test lets it pass", e.Name, right, wrong)
		f.Steps = []lint.Step{passes.Step(v.Place(), "the result comes from here")}
		list = append(list, f)
		return true
	})
	return list, nil
}
