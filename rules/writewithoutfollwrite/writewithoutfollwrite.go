// SPDX-License-Identifier: MIT

package writewithoutfollwrite

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

// Rule is write-without-foll-write.
var Rule = lint.NewRule("write-without-foll-write", lint.Error, doc, run, passes.Calls)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	set := passes.CallsOf(pass)
	var list []*lint.Finding
	set.EachFunc(func(f *passes.Func) {
		f.Events(flow.EvWrite, func(e *flow.Event) {
			call := f.Call(e.Result)
			if call == nil {
				return
			}
			when, sure := without(set.Snapshot.Contract, call, e.PC)
			if when == flow.False || !sure && e.Name != "" { // which way the data goes is told by numbers of the device's own
				return
			}
			g := f.Finding(e.At, when)
			g.Entry, g.May = e.From, !sure
			what := "written to a page"
			if e.Name != "" {
				what = "a device may write to a page"
			}
			g.Message = fmt.Sprintf("%s that %s() took without %s", what, e.From, gup.FollWrite)
			g.Steps = []lint.Step{passes.Step(e.Taken, "taken here")}
			if e.In.Unit != nil {
				g.Steps = append(g.Steps, passes.Step(e.In, "written to here"))
			}
			list = append(list, g)
		})
	})
	return list, nil
}

// without tells when a write that happens where pc holds is to a page that was
// taken without FOLL_WRITE, and whether it always is.
func without(c *gup.Contract, call *passes.View, pc flow.Cond) (when flow.Cond, sure bool) {
	e := call.Site.Entry
	k, ok := c.Bit(gup.FollWrite)
	flags := call.Arg(e.Roles.Flags)
	if !ok || flags == flow.None || e.FlagKind != gup.FollFlags || e.SetsFlag(gup.FollWrite) {
		return flow.False, false
	}
	a := call.Sum.Arena
	when = a.And(pc, a.Not(a.Bit(flags, k)))
	switch {
	case !a.Possible(when):
		return flow.False, false
	case a.Implies(pc, when):
		return when, true
	case len(a.Opaque(flags)) > 0: // somebody else knows
		return flow.False, false
	}
	return when, false
}
