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
	c := set.Snapshot.Contract
	var list []*lint.Finding
	set.EachFunc(func(f *passes.Func) {
		f.Events(flow.EvWrite, func(e *flow.Event) {
			call := f.Call(e.Result)
			if call == nil || call.Site.Entry.FlagKind != gup.FollFlags || call.Site.Entry.SetsFlag(gup.FollWrite) || !call.Never(c, gup.FollWrite) {
				return
			}
			g := f.Finding(e.At, e.PC)
			g.Entry = e.From
			g.Message = fmt.Sprintf("written to a page that %s() took without %s", e.From, gup.FollWrite)
			g.Steps = []lint.Step{passes.Step(call.Event.At, "taken here")}
			list = append(list, g)
		})
	})
	return list, nil
}
