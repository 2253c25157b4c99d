// SPDX-License-Identifier: MIT

package pagecountrange

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

// Rule is page-count-range.
var Rule = lint.NewRule("page-count-range", lint.Error, doc, run, passes.Calls, passes.Refusals)

// maxInt is the largest number that an int holds.
const maxInt = 1<<31 - 1

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	list := passes.RefusalFindings(pass, gup.PageCountRange, func(r *passes.Refusal) string {
		return fmt.Sprintf("the number of pages is out of the range of %s", r.Entry())
	})
	set, refused := passes.CallsOf(pass), passes.RefusalsOf(pass)
	set.Each(func(v *passes.View) bool {
		e := v.Site.Entry
		nr := v.Arg(e.Roles.Nr)
		if nr == flow.None || refused.Refuses(v) {
			return false
		}
		a := v.Sum.Arena
		if verdict := v.Judge(a.AtMost(nr, -1), nil); verdict.Level == passes.Sure {
			f := v.Finding(verdict)
			f.Message = fmt.Sprintf("the number of pages for %s() is negative", e.Name)
			f.Steps = v.PathSteps()
			list = append(list, f)
			return true
		}
		if v.Narrows(e.Roles.Nr) && !a.Implies(v.Event.PC, a.AtMost(nr, maxInt)) && !a.AtMostEver(nr, v.Event.PC, maxInt) {
			f := v.Finding(passes.Verdict{Level: passes.Sure, When: v.Event.PC})
			f.Severity = lint.Note
			f.Message = fmt.Sprintf("a 64-bit number of pages is cut to the int of %s(), and nothing here bounds it", v.Callee())
			f.Steps = v.PathSteps()
			list = append(list, f)
		}
		return false
	})
	return list, nil
}
