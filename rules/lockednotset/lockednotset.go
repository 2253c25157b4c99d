// SPDX-License-Identifier: MIT

package lockednotset

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

// Rule is locked-not-set.
var Rule = lint.NewRule("locked-not-set", lint.Error, doc, run, passes.Calls, passes.Refusals)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	list := passes.RefusalFindings(pass, gup.LockedNotSet, func(r *passes.Refusal) string {
		return fmt.Sprintf("*%s is not 1 when %s is called", r.View.Site.Entry.Params[r.View.Site.Entry.Roles.Locked], r.Entry())
	})
	passes.CallsOf(pass).Each(func(v *passes.View) bool {
		e := v.Site.Entry
		if v.Arg(e.Roles.Locked) == flow.None {
			return false
		}
		when, always := v.Uninitialized(e.Roles.Locked)
		if !v.Sum.Arena.Possible(when) {
			return false
		}
		verdict := passes.Verdict{Level: passes.Sure, When: when, Always: always}
		if !always {
			verdict.Level = passes.May
		}
		f := v.Finding(verdict)
		f.Message = fmt.Sprintf("*%s was never set when %s() is called: it has to tell whether mmap_lock is held", e.Params[e.Roles.Locked], e.Name)
		f.Steps = v.PathSteps()
		if k := lockedCheck(e); k != nil {
			f.Message = fmt.Sprintf("*%s was never set when %s() is called: it has to be 1", e.Params[e.Roles.Locked], e.Name)
			v.Prove(f, k.At, "tested here: %s", passes.CheckText(k))
		}
		list = append(list, f)
		return always
	})
	return list, nil
}

// lockedCheck gives the check of what *locked is, nil if there is none.
func lockedCheck(e *gup.Entry) *gup.Check {
	for i := range e.Checks {
		if e.Checks[i].Alone.Asks(func(a gup.Atom) bool { return a.Kind == gup.AtMost && a.Param == e.Roles.Locked }) {
			return &e.Checks[i]
		}
	}
	return nil
}
