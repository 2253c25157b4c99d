// SPDX-License-Identifier: MIT

package nofaultconflict

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

// Rule is nofault-conflict.
var Rule = lint.NewRule("nofault-conflict", lint.Warning, doc, run, passes.Effects)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	var list []*lint.Finding
	for _, i := range passes.IdleOf(pass) {
		if i.Reason != passes.WithNofault {
			continue
		}
		f := i.Finding(gup.FollNofault)
		f.Message = fmt.Sprintf("%s has no effect with %s: no fault is taken", i.Flag, gup.FollNofault)
		i.Prove(f, "never reached: "+gup.FollNofault+" ends the call before")
		list = append(list, f)
	}
	return list, nil
}
