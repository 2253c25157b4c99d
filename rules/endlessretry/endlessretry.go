// SPDX-License-Identifier: MIT

package endlessretry

import (
	_ "embed"
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
)

//go:embed doc.go
var doc string

// Rule is endless-retry.
var Rule = lint.NewRule("endless-retry", lint.Error, doc, run, passes.Calls, passes.Refusals)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	set, refused := passes.CallsOf(pass), passes.RefusalsOf(pass)
	var list []*lint.Finding
	set.EachResult(func(v *passes.View) bool {
		if refused.Refuses(v) || v.Site.Entry.Results.Pointer {
			return false
		}
		loss := v.Endless()
		if loss == nil {
			return false
		}
		f := v.Finding(passes.Verdict{Level: passes.Sure, When: v.Event.PC})
		f.At, f.Function = loss.At, loss.Function
		f.Message = fmt.Sprintf("a failure of %s() leads back to the call, and nothing else ends the loop", v.Site.Entry.Name)
		f.Steps = append([]lint.Step{passes.Step(v.Place(), "the call")}, v.PathSteps()...)
		list = append(list, f)
		return true
	})
	return list, nil
}
