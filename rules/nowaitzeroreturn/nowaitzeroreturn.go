// SPDX-License-Identifier: MIT

package nowaitzeroreturn

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

// Rule is nowait-zero-return.
var Rule = lint.NewRule("nowait-zero-return", lint.Error, doc, run, passes.Calls, passes.Refusals)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	set, refused := passes.CallsOf(pass), passes.RefusalsOf(pass)
	c := set.Snapshot.Contract
	k, ok := c.Bit(gup.FollNowait)
	if !ok {
		return nil, nil
	}
	var list []*lint.Finding
	set.EachResult(func(v *passes.View) bool {
		e, a := v.Site.Entry, v.Sum.Arena
		if refused.Refuses(v) || v.Event.Ignored || !e.Results.Short || e.Kind == gup.Fault || a.PointerKind(v.Arg(e.Roles.Pages)) == "NULL" {
			return false
		}
		lockless := e.Lock.State == gup.NotTaken && e.FlagKind == gup.FollFlags
		verdict := passes.Verdict{Level: passes.Sure, When: v.Event.PC}
		if !lockless {
			verdict = v.Judge(a.And(v.Has(c, gup.FollNowait), v.Guard(e.Results.Zero)), []uint8{k})
		}
		if verdict.Level != passes.Sure {
			return false
		}
		at, seen := v.ZeroAsSuccess(verdict.When)
		if !seen {
			return false
		}
		f := v.Finding(verdict)
		f.At = passes.Range(at.At)
		f.Function = at.Owner.Fn.DisplayName()
		f.Expr = at.At.Unit.Slice(at.At.Span)
		with := ""
		if !lockless {
			with = " with " + gup.FollNowait
			f.Steps = v.FlagSteps(c, verdict, gup.FollNowait)
		}
		f.Message = fmt.Sprintf("%s() may return 0%s, and nothing here tells that from success", e.Name, with)
		if v.Depth() == 0 && at != v.Event {
			f.Steps = append(f.Steps, passes.Step(v.Event.At, e.Name+"() is called here"))
		}
		if !lockless {
			v.Prove(f, c.AnyUse(gup.FollNowait).At, "%s makes the fault handler return at once, without a page", gup.FollNowait)
		}
		list = append(list, f)
		return true
	})
	return list, nil
}
