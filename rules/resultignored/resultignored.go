// SPDX-License-Identifier: MIT

package resultignored

import (
	_ "embed"
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
)

//go:embed doc.go
var doc string

// Rule is result-ignored.
var Rule = lint.NewRule("result-ignored", lint.Error, doc, run, passes.Calls)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	var list []*lint.Finding
	passes.CallsOf(pass).EachResult(func(v *passes.View) bool {
		e, a := v.Site.Entry, v.Sum.Arena
		pages := v.Arg(e.Roles.Pages)
		if pages == flow.None || e.Kind == gup.Fault || e.Results.Pointer || !v.Dropped() {
			return false
		}
		if a.PointerKind(pages) == "NULL" || v.PresetToNull(e.Roles.Pages) {
			return true
		}
		f := v.Finding(passes.Verdict{Level: passes.Sure, When: v.Event.PC})
		f.Message = fmt.Sprintf("the result of %s() is dropped: nobody knows which pages are there", e.Name)
		f.Steps = v.PathSteps()
		list = append(list, f)
		return true
	})
	return list, nil
}
