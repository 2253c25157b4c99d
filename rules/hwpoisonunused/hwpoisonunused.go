// SPDX-License-Identifier: MIT

package hwpoisonunused

import (
	_ "embed"
	"fmt"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
)

//go:embed doc.go
var doc string

// Rule is hwpoison-unused.
var Rule = lint.NewRule("hwpoison-unused", lint.Warning, doc, run, passes.Calls, passes.Refusals)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	set, refused := passes.CallsOf(pass), passes.RefusalsOf(pass)
	c := set.Snapshot.Contract
	k, ok := c.Bit(gup.FollHwpoison)
	if !ok {
		return nil, nil
	}
	ehwpoison := -c.Constants()["EHWPOISON"]
	var list []*lint.Finding
	set.Each(func(v *passes.View) bool {
		has := v.Has(c, gup.FollHwpoison)
		if has == flow.False || refused.Refuses(v) || v.Site.Entry.SetsFlag(gup.FollHwpoison) ||
			!slices.Contains(v.Site.Entry.Results.Errnos, "-EHWPOISON") {
			return false
		}
		verdict := v.Judge(has, []uint8{k})
		if verdict.Level != passes.Sure {
			return false
		}
		losses := lost(v, ehwpoison, verdict.When)
		if len(losses) == 0 || losses[0].Kind == passes.Retried {
			return false
		}
		f := v.Finding(verdict)
		f.Message = fmt.Sprintf("%s is in vain: -EHWPOISON of %s() is the same as any error to the code", gup.FollHwpoison, v.Site.Entry.Name)
		f.Steps = append(v.FlagSteps(c, verdict, gup.FollHwpoison), lint.Step{At: losses[0].At, Text: losses[0].Text()})
		v.Prove(f, c.AnyUse(gup.FollHwpoison).At, "all that %s does", gup.FollHwpoison)
		list = append(list, f)
		return true
	})
	return list, nil
}

// lost tells where -EHWPOISON is lost, by all who could look at it.
func lost(v *passes.View, ehwpoison int64, when flow.Cond) []*passes.Loss {
	if v.Event.Ignored && v.Depth() == 0 {
		return []*passes.Loss{{Kind: passes.Dropped, At: passes.Range(v.Event.At)}}
	}
	return v.LostByAll(ehwpoison, when)
}
