// SPDX-License-Identifier: MIT

package fastforbiddenflag

import (
	_ "embed"
	"fmt"
	"slices"

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
	}, fix), nil
}

// droppable are the flags that tell how to wait, and what to say of a page that is
// not there. Others tell which pages the caller can do with.
var droppable = []string{gup.FollNowait, gup.FollInterruptible, gup.FollHwpoison}

// fix drops flags where the call may wait.
func fix(r *passes.Refusal) []lint.Fix {
	for _, flag := range r.Each {
		if !slices.Contains(droppable, flag) {
			return nil
		}
	}
	if !r.View.MaySleep() {
		return nil
	}
	return r.View.DropFlags(r.Verdict, r.Each...)
}
