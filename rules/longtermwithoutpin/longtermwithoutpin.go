// SPDX-License-Identifier: MIT

package longtermwithoutpin

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

// Rule is longterm-without-pin.
var Rule = lint.NewRule("longterm-without-pin", lint.Error, doc, run, passes.Refusals)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	return passes.RefusalFindings(pass, gup.LongtermWithoutPin, func(r *passes.Refusal) string {
		return fmt.Sprintf("%s needs a pin, and %s takes a plain reference", r.Flags(), r.Entry())
	}), nil
}
