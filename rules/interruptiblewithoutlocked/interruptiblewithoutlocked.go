// SPDX-License-Identifier: MIT

package interruptiblewithoutlocked

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

// Rule is interruptible-without-locked.
var Rule = lint.NewRule("interruptible-without-locked", lint.Warning, doc, run, passes.Calls, passes.Effects)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	eintr := -passes.CallsOf(pass).Snapshot.Contract.Constants()["EINTR"]
	var list []*lint.Finding
	for _, i := range passes.IdleOf(pass) {
		if i.Reason != passes.NeverWait {
			continue
		}
		f := i.Finding()
		e := i.View.Site.Entry
		why := e.Name + "() never lets go of mmap_lock"
		if e.Roles.Locked >= 0 {
			why = e.Name + "() does not let go of mmap_lock without a locked pointer"
		}
		f.Message = fmt.Sprintf("%s has no effect: %s", gup.FollInterruptible, why)
		i.Prove(f, "is looked at only here, when the lock may be let go of")
		if i.View.Lost(eintr, i.Verdict.When) == nil {
			f.Fixes = append(i.View.TakeLockItself(), f.Fixes...)
		}
		list = append(list, f)
	}
	return list, nil
}
