// SPDX-License-Identifier: MIT

package wrongrelease

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
	set.EachSeeing(func(f *passes.Func) {
		var right []*flow.Event
		f.Events(flow.EvRelease, func(e *flow.Event) {
			if ent := c.Entry(e.From); ent == nil || c.AnyRelease(e.Name).Kind == ent.Kind {
				right = append(right, e)
			}
		})
		f.Events(flow.EvRelease, func(e *flow.Event) {
			ent := c.Entry(e.From)
			if ent == nil || ent.Kind == gup.Fault || c.AnyRelease(e.Name).Kind == ent.Kind || chosen(f.Sum.Arena, e, right) {
				return
			}
			g := f.Finding(e.At, e.PC)
			g.Entry = e.From
			g.Message = fmt.Sprintf("%s() does not give back what %s() took: %s", e.Name, e.From, taken[ent.Kind])
			g.Steps = []lint.Step{passes.Step(e.Taken, "taken here")}
			if e.In.Unit != nil {
				g.Steps = append(g.Steps, passes.Step(e.In, e.Name+"() gives it back here"))
			}
			list = append(list, g)
		})
	})
	for _, m := range set.MemberReleases() {
		if m.Release.Kind == m.Taken.Kind || m.By.Depth() > 0 { // others may put pages there too
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

// chosen tells whether the code has another way to release the same pages, and
// something that it was given says which one it takes; or whether the release is
// one of other pages as well, and right for them.
func chosen(a *flow.Arena, e *flow.Event, right []*flow.Event) bool {
	return slices.ContainsFunc(right, func(r *flow.Event) bool {
		return r.At == e.At && r.Name == e.Name || r.Result == e.Result && !a.Possible(a.And(a.Given(r.PC), a.Given(e.PC)))
	})
}
