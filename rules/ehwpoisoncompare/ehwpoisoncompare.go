// SPDX-License-Identifier: MIT

package ehwpoisoncompare

import (
	_ "embed"
	"fmt"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
)

//go:embed doc.go
var doc string

// Rule is ehwpoison-compare.
var Rule = lint.NewRule("ehwpoison-compare", lint.Warning, doc, run, passes.Calls)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	set := passes.CallsOf(pass)
	c := set.Snapshot.Contract
	ehwpoison := -c.Constants()["EHWPOISON"]
	var list []*lint.Finding
	set.EachResult(func(v *passes.View) bool {
		test := passes.TestOf(v.Event, ehwpoison)
		if test == nil {
			return false
		}
		e := v.Site.Entry
		why := fmt.Sprintf("the call does not ask for it with %s", gup.FollHwpoison)
		if !slices.Contains(e.Results.Errnos, "-EHWPOISON") {
			why = "the entry never returns it"
		} else if e.SetsFlag(gup.FollHwpoison) || !v.Never(c, gup.FollHwpoison) {
			return true
		}
		f := v.Finding(passes.Verdict{Level: passes.Sure, When: test.PC})
		f.At, f.Function = passes.Range(test.At), test.Owner.Fn.DisplayName()
		f.Expr = test.At.Unit.Slice(test.At.Span)
		f.Message = fmt.Sprintf("-EHWPOISON does not come from %s() here: %s", e.Name, why)
		f.Steps = append([]lint.Step{{At: passes.Range(v.Place()), Text: "the result comes from here"}}, v.PathSteps()...)
		v.Prove(f, c.AnyUse(gup.FollHwpoison).At, "only %s lets it through", gup.FollHwpoison)
		list = append(list, f)
		return true
	})
	return list, nil
}
