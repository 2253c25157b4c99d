// SPDX-License-Identifier: MIT

package wrongrelease

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

// Rule is wrong-release.
var Rule = lint.NewRule("wrong-release", lint.Error, doc, run, passes.Calls)

// taken says what an entry of a kind takes, and how it is given back.
var taken = map[gup.Kind]string{
	gup.Get: "a reference, which put_page() gives back",
	gup.Pin: "a pin, which unpin_user_page() gives back",
}

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	set := passes.CallsOf(pass)
	c := set.Snapshot.Contract
	var list []*lint.Finding
	set.EachFunc(func(f *passes.Func) {
		right := map[flow.Where]bool{} // releases that are right for some pages
		f.Events(flow.EvRelease, func(e *flow.Event) {
			if ent := c.Entry(e.From); ent == nil || c.AnyRelease(e.Name).Kind == ent.Kind {
				right[e.At] = true
			}
		})
		f.Events(flow.EvRelease, func(e *flow.Event) {
			ent := c.Entry(e.From)
			if right[e.At] || ent == nil || ent.Kind == gup.Fault {
				return
			}
			g := f.Finding(e.At, e.PC)
			g.Entry = e.From
			g.Message = fmt.Sprintf("%s() does not give back what %s() took: %s", e.Name, e.From, taken[ent.Kind])
			if call := f.Call(e.Result); call != nil {
				g.Steps = []lint.Step{passes.Step(call.Event.At, "taken here")}
			}
			list = append(list, g)
		})
	})
	for _, m := range set.MemberReleases() {
		if m.Release.Kind == m.Taken.Kind {
			continue
		}
		g := m.Func.Finding(m.Event.At, m.Event.PC)
		g.Entry = m.Taken.Name
		g.Message = fmt.Sprintf("%s() does not give back what %s() took into %s: %s", m.Event.Name, m.Taken.Name, m.Member, taken[m.Taken.Kind])
		g.Steps = []lint.Step{{At: m.TakenAt, Text: "taken here"}}
		list = append(list, g)
	}
	return list, nil
}
