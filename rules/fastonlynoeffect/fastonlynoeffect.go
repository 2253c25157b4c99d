// SPDX-License-Identifier: MIT

package fastonlynoeffect

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

// Rule is fast-only-no-effect.
var Rule = lint.NewRule("fast-only-no-effect", lint.Warning, doc, run, passes.Effects)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	var list []*lint.Finding
	for _, i := range passes.IdleOf(pass) {
		e := i.View.Site.Entry
		if i.Reason != passes.Unused || e.Lock.State != gup.NotTaken {
			continue
		}
		f := i.Finding()
		f.Message = fmt.Sprintf("%s has no effect: %s() takes no faults and never looks at it", i.Flag, e.Name)
		i.Prove(f, "is looked at only here, by entries that take faults")
		list = append(list, f)
	}
	return list, nil
}
