// SPDX-License-Identifier: MIT

package longtermp2pdma

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

// Rule is longterm-p2pdma.
var Rule = lint.NewRule("longterm-p2pdma", lint.Error, doc, run, passes.Refusals)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	return passes.RefusalFindings(pass, gup.LongtermP2PDMA, func(r *passes.Refusal) string {
		return fmt.Sprintf("%s exclude each other in %s", r.Flags(), r.Entry())
	}), nil
}
