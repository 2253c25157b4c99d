// SPDX-License-Identifier: MIT

package shortpinassuccess

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

// Rule is short-pin-as-success.
var Rule = lint.NewRule("short-pin-as-success", lint.Error, doc, run, passes.Calls, passes.Refusals)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	set, refused := passes.CallsOf(pass), passes.RefusalsOf(pass)
	var list []*lint.Finding
	set.EachResult(func(v *passes.View) bool {
		e := v.Site.Entry
		nr, pages := v.Arg(e.Roles.Nr), v.Arg(e.Roles.Pages)
		if refused.Refuses(v) || v.Event.Ignored || !e.Results.Short || nr == flow.None || pages == flow.None {
			return false
		}
		a := v.Sum.Arena
		if n, ok := a.Number(nr); ok && n == 1 || a.PointerKind(pages) == "NULL" {
			return false
		}
		r := v.Event.Result
		short := a.And(a.And(a.Not(a.AtMost(r, 0)), a.Less(r, nr)), v.Event.PC)
		if !a.Possible(short) || !v.Tested() || v.UsedOtherwise() || v.TellsShort() {
			return false
		}
		f := v.Finding(passes.Verdict{Level: passes.Sure, When: v.Event.PC})
		f.Message = fmt.Sprintf("%s() may return fewer pages than asked for, and nothing here tells that from success", e.Name)
		f.Steps = v.PathSteps()
		list = append(list, f)
		return true
	})
	return list, nil
}
