// SPDX-License-Identifier: MIT

package fastforbiddenflag

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

// Rule is fast-forbidden-flag.
var Rule = lint.NewRule("fast-forbidden-flag", lint.Error, doc, run, passes.Refusals)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	return passes.RefusalFindings(pass, gup.FastForbiddenFlag, func(r *passes.Refusal) string {
		return fmt.Sprintf("%s not among the flags that %s takes", r.EachIs(), r.Entry())
	}), nil
}
