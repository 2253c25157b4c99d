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
	passes.CallsOf(pass).Each(func(v *passes.View) bool {
		e := v.Site.Entry
		pages := v.Arg(e.Roles.Pages)
		if !v.Event.Ignored || v.Depth() > 0 || pages == flow.None || e.Kind == gup.Fault {
			return v.Event.Ignored
		}
		a := v.Sum.Arena
		if a.Possible(a.And(v.Event.PC, a.IsNull(pages))) && a.PointerKind(pages) == "NULL" || v.PresetToNull(e.Roles.Pages) {
			return true
		}
		f := v.Finding(passes.Verdict{Level: passes.Sure, When: v.Event.PC})
		f.Message = fmt.Sprintf("the result of %s() is dropped: nobody knows which pages are there", e.Name)
		list = append(list, f)
		return true
	})
	return list, nil
}
