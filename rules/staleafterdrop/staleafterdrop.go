// SPDX-License-Identifier: MIT

package staleafterdrop

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

// Rule is stale-after-drop.
var Rule = lint.NewRule("stale-after-drop", lint.Error, doc, run, passes.Calls)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	var list []*lint.Finding
	passes.CallsOf(pass).EachSeeing(func(f *passes.Func) {
		a := f.Sum.Arena
		before := map[flow.Term]flow.Cond{} // when a vma has been used already
		f.Events(flow.EvStale, func(e *flow.Event) {
			stale := a.And(e.PC, e.Tested)
			first := a.And(stale, a.Not(before[e.Result]))
			before[e.Result] = a.Or(before[e.Result], stale)
			if !a.Possible(first) {
				return // the first use on each way is the mistake
			}
			g := f.Finding(e.At, stale)
			g.Message = "this vma may be gone: mmap_lock was let go of since it was looked up"
			if call := f.DropBefore(e, stale); call != nil {
				g.Entry = call.Name
				g.Message = fmt.Sprintf("this vma may be gone: %s() may have let go of mmap_lock since it was looked up", call.Name)
				g.Steps = []lint.Step{passes.Step(call.At, "may let go of the lock here")}
			}
			list = append(list, g)
		})
	})
	return list, nil
}
