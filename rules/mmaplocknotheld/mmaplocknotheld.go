// SPDX-License-Identifier: MIT

package mmaplocknotheld

import (
	_ "embed"
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
)

//go:embed doc.go
var doc string

// Rule is mmap-lock-not-held.
var Rule = lint.NewRule("mmap-lock-not-held", lint.Error, doc, run, passes.Calls, passes.Refusals)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	var list []*lint.Finding
	passes.CallsOf(pass).EachAround(func(v *passes.View) bool {
		e := v.Site.Entry
		if e.Lock.State != gup.CallerHolds || !v.NotHeld() {
			return false
		}
		f := v.Finding(passes.Verdict{Level: passes.Sure, When: v.Event.PC})
		f.Message = fmt.Sprintf("%s() needs mmap_lock, which is not held", e.Name)
		f.Steps = append(v.LockSteps(), v.PathSteps()...)
		v.Prove(f, e.Lock.At, "needed from here on")
		list = append(list, f)
		return true
	})
	return list, nil
}
