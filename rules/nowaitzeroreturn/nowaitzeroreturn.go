// SPDX-License-Identifier: MIT

package nowaitzeroreturn

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
	set.Each(func(v *passes.View) bool {
		has := v.Has(c, gup.FollNowait)
		if has == flow.False || refused.Refuses(v) || v.Event.Ignored {
			return false
		}
		verdict := v.Judge(v.Sum.Arena.And(has, v.Guard(v.Site.Entry.Results.Zero)), []uint8{k})
		if verdict.Level != passes.Sure {
			return false
		}
		at, seen := v.ZeroAsSuccess(verdict.When)
		if !seen {
			return false
		}
		f := v.Finding(verdict)
		where := at.At
		if at.Inner != nil {
			where = at.Via
		}
		f.At = passes.Range(where)
		f.Function = at.Owner.Fn.DisplayName()
		f.Expr = where.Unit.Slice(where.Span)
		f.Message = fmt.Sprintf("%s() may return 0 with %s, and nothing here tells that from success", v.Site.Entry.Name, gup.FollNowait)
		f.Steps = v.FlagSteps(c, verdict, gup.FollNowait)
		if v.Depth() == 0 && at != v.Event {
			f.Steps = append(f.Steps, lint.Step{At: passes.Range(v.Event.At), Text: v.Site.Entry.Name + "() is called here"})
		}
		v.Prove(f, c.AnyUse(gup.FollNowait).At, "%s makes the fault handler return at once, without a page", gup.FollNowait)
		list = append(list, f)
		return true
	})
	return list, nil
}
