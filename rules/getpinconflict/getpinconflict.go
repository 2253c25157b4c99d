// SPDX-License-Identifier: MIT

package getpinconflict

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

// Rule is get-pin-conflict.
var Rule = lint.NewRule("get-pin-conflict", lint.Error, doc, run, passes.Refusals)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	return passes.RefusalFindings(pass, gup.GetPinConflict, func(r *passes.Refusal) string {
		return fmt.Sprintf("%s takes a pin and cannot take a reference with %s as well", r.Entry(), r.Flags())
	}, func(r *passes.Refusal) []lint.Fix {
		if r.View.GivesBack(gup.Get) {
			return nil // a reference is what is meant
		}
		return r.View.DropFlags(r.Verdict, r.Cause.Flags...)
	}), nil
}
