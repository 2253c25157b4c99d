// SPDX-License-Identifier: MIT

package refusedarguments

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
)

//go:embed doc.go
var doc string

// Rule is refused-arguments.
var Rule = lint.NewRule("refused-arguments", lint.Error, doc, run, passes.Refusals)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	return passes.RefusalFindings(pass, gup.Refused, func(r *passes.Refusal) string {
		return r.What()
	}), nil
}
