// SPDX-License-Identifier: MIT

package dirtymissing

import (
	_ "embed"
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
)

//go:embed doc.go
var doc string

// Rule is dirty-missing.
var Rule = lint.NewRule("dirty-missing", lint.Note, doc, run, passes.Calls)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	var list []*lint.Finding
	passes.CallsOf(pass).EachFunc(func(f *passes.Func) {
		a := f.Sum.Arena
		f.Events(flow.EvRelease, func(e *flow.Event) {
			if e.Tested == flow.False || !a.Possible(a.And(e.PC, e.Tested)) {
				return
			}
			g := f.Finding(e.At, a.And(e.PC, e.Tested))
			g.Entry = e.From
			g.Message = fmt.Sprintf("%s() gives back a page that was written to and not marked dirty", e.Name)
			f.Events(flow.EvWrite, func(w *flow.Event) {
				if w.Result == e.Result && w.At.Span.Start < e.At.Span.Start {
					g.Steps = append(g.Steps, passes.Step(w.At, "written to here"))
				}
			})
			list = append(list, g)
		})
	})
	return list, nil
}
