// SPDX-License-Identifier: MIT

package gupinatomic

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

// Rule is gup-in-atomic.
var Rule = lint.NewRule("gup-in-atomic", lint.Error, doc, run, passes.Calls)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	var list []*lint.Finding
	passes.CallsOf(pass).EachAround(func(v *passes.View) bool {
		if v.Site.Entry.Lock.State == gup.NotTaken || v.Event.Atomic == flow.False || !v.Sum.Arena.Implies(v.Event.PC, v.Event.Atomic) {
			return false
		}
		f := v.Finding(passes.Verdict{Level: passes.Sure, When: v.Event.PC})
		f.Message = fmt.Sprintf("%s() may sleep, and is called where that is forbidden", v.Site.Entry.Name)
		f.Steps = v.PathSteps()
		list = append(list, f)
		return true
	})
	return list, nil
}
