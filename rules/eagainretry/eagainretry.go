// SPDX-License-Identifier: MIT

package eagainretry

import (
	_ "embed"
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
)

//go:embed doc.go
var doc string

// Rule is eagain-retry.
var Rule = lint.NewRule("eagain-retry", lint.Warning, doc, run, passes.Calls, passes.Refusals)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	set, refused := passes.CallsOf(pass), passes.RefusalsOf(pass)
	c := set.Snapshot.Contract.Constants()
	eagain, eintr := -c["EAGAIN"], -c["EINTR"]
	var list []*lint.Finding
	set.EachResult(func(v *passes.View) bool {
		e := v.Site.Entry
		if e.Results.Killed != "-EAGAIN" || refused.Refuses(v) {
			return false
		}
		loss := v.Retries(eagain)
		switch {
		case loss == nil:
			loss = v.ErrorAsSuccess(eagain, eintr)
		case v.Endless() != nil: // endless-retry tells of that
			return true
		}
		if loss == nil {
			return false
		}
		f := v.Finding(passes.Verdict{Level: passes.Sure, When: v.Event.PC})
		f.At, f.Function = loss.At, loss.Function
		f.Message = fmt.Sprintf("-EAGAIN of %s() means that the task is being killed, and %s", e.Name, strings.TrimSuffix(loss.Text(), " here"))
		f.Steps = append([]lint.Step{{At: passes.Range(v.Place()), Text: "the call"}}, v.PathSteps()...)
		v.Prove(f, e.Lock.At, "a kill while the lock is waited for becomes -EAGAIN here")
		list = append(list, f)
		return true
	})
	return list, nil
}
