// SPDX-License-Identifier: MIT

package interruptiblenowait

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

// Rule is interruptible-nowait.
var Rule = lint.NewRule("interruptible-nowait", lint.Warning, doc, run, passes.Effects)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	var list []*lint.Finding
	for _, i := range passes.IdleOf(pass) {
		if i.Reason != passes.WithNowait {
			continue
		}
		f := i.Finding(gup.FollNowait)
		f.Message = fmt.Sprintf("%s has no effect with %s: the call does not wait", i.Flag, gup.FollNowait)
		i.Prove(f, "only matters here, once the call has waited")
		list = append(list, f)
	}
	return list, nil
}
