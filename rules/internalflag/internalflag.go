// SPDX-License-Identifier: MIT

package internalflag

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

// Rule is internal-flag.
var Rule = lint.NewRule("internal-flag", lint.Error, doc, run, passes.Refusals)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	return passes.RefusalFindings(pass, gup.InternalFlag, func(r *passes.Refusal) string {
		return fmt.Sprintf("%s internal to mm/ and not for callers of %s", r.EachIs(), r.Entry())
	}, fix), nil
}

// fix drops flags that the entry sets itself. Of any other the caller wants
// something that the entry does not do.
func fix(r *passes.Refusal) []lint.Fix {
	for _, flag := range r.Each {
		if !r.View.Site.Entry.SetsFlag(flag) {
			return nil
		}
	}
	return r.View.DropFlags(r.Verdict, r.Each...)
}
