// SPDX-License-Identifier: MIT

package longtermmissing

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

// Rule is longterm-missing.
var Rule = lint.NewRule("longterm-missing", lint.Note, doc, run, passes.Calls)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	set := passes.CallsOf(pass)
	c := set.Snapshot.Contract
	var list []*lint.Finding
	seen := map[lint.Range]bool{}
	for _, m := range set.MemberReleases() {
		if m.Taken.Kind != gup.Pin || m.Release.Kind != gup.Pin || m.SameCall() || seen[m.TakenAt] || !m.By.Never(c, gup.FollLongterm) {
			continue
		}
		seen[m.TakenAt] = true
		g := m.By.Finding(passes.Verdict{Level: passes.Sure, When: m.By.Event.PC})
		g.Message = fmt.Sprintf("the pins in %s outlive the call, and are not taken with %s", m.Member, gup.FollLongterm)
		g.Steps = []lint.Step{passes.Step(m.Event.At, "given back here")}
		list = append(list, g)
	}
	return list, nil
}
