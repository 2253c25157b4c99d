// SPDX-License-Identifier: MIT

package mmaplockheld

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

// Rule is mmap-lock-held.
var Rule = lint.NewRule("mmap-lock-held", lint.Error, doc, run, passes.Calls)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	var list []*lint.Finding
	passes.CallsOf(pass).EachAround(func(v *passes.View) bool {
		lock := v.Site.Entry.Lock
		if lock.State != gup.TakesItself || !v.Held() || !v.Sum.Arena.Implies(v.Event.PC, v.Guard(lock.Takes)) {
			return false
		}
		f := v.Finding(passes.Verdict{Level: passes.Sure, When: v.Event.PC})
		f.Message = fmt.Sprintf("%s() takes mmap_lock, which is held already", v.Site.Entry.Name)
		f.Steps = append(v.LockSteps(), v.PathSteps()...)
		v.Prove(f, v.Site.Entry.Lock.At, "taken again here")
		list = append(list, f)
		return true
	})
	return list, nil
}
