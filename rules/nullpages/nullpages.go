// SPDX-License-Identifier: MIT

package nullpages

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

// Rule is null-pages.
var Rule = lint.NewRule("null-pages", lint.Error, doc, run, passes.Calls, passes.Refusals)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	list := passes.RefusalFindings(pass, gup.PagesNull, func(r *passes.Refusal) string {
		return fmt.Sprintf("%s has to hand its pages over, and pages is NULL", r.Entry())
	})
	passes.CallsOf(pass).Each(func(v *passes.View) bool {
		e := v.Site.Entry
		pages := v.Arg(e.Roles.Pages)
		if pages == flow.None || e.NullPages.Allowed || e.NullPages.At.File == "" {
			return false
		}
		verdict := v.Judge(v.Sum.Arena.IsNull(pages), nil)
		if verdict.Level == passes.No {
			return false
		}
		f := v.Finding(verdict)
		f.Message = fmt.Sprintf("%s() stores to pages without asking, and pages is NULL", e.Name)
		f.Steps = v.PathSteps()
		v.Prove(f, e.NullPages.At, "stored here")
		list = append(list, f)
		return verdict.Level == passes.Sure
	})
	return list, nil
}
