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
	passes.CallsOf(pass).EachOwning(func(f *passes.Func) {
		a := f.Sum.Arena
		f.Events(flow.EvRelease, func(e *flow.Event) {
			if e.Tested == flow.False || byDevice(f, e) && marked(f, e) || !a.Possible(a.And(e.PC, e.Tested)) {
				return
			}
			g := f.Finding(e.At, a.And(e.PC, e.Tested))
			g.Entry = e.From
			g.Message = fmt.Sprintf("%s() gives back a page that was written to and not marked dirty", e.Name)
			f.Events(flow.EvWrite, func(w *flow.Event) {
				switch {
				case w.Result != e.Result || w.At.Span.Start >= e.At.Span.Start:
				case w.Name != "":
					g.Steps = append(g.Steps, passes.Step(w.At, "a device may write from here on"))
				default:
					g.Steps = append(g.Steps, passes.Step(w.At, "written to here"))
				}
			})
			list = append(list, g)
		})
	})
	return list, nil
}

// byDevice tells whether nobody but a device wrote to the pages of a release.
func byDevice(f *passes.Func, release *flow.Event) bool {
	device := true
	f.Events(flow.EvWrite, func(w *flow.Event) { device = device && (w.Result != release.Result || w.Name != "") })
	return device
}

// marked tells whether the pages of a release are marked dirty somewhere in the
// function: it knows then when the device has written.
func marked(f *passes.Func, release *flow.Event) bool {
	found := false
	f.Events(flow.EvRelease, func(e *flow.Event) {
		found = found || e.Result == release.Result && f.Sum.Arena.Possible(f.Sum.Arena.And(e.PC, e.Dirty))
	})
	return found
}
