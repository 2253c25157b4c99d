// SPDX-License-Identifier: MIT

package longtermlockdrop

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

// Rule is longterm-lock-drop.
var Rule = lint.NewRule("longterm-lock-drop", lint.Error, doc, run, passes.Refusals)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	return passes.RefusalFindings(pass, gup.LongtermLockDrop, func(r *passes.Refusal) string {
		return fmt.Sprintf("%s is refused by %s, which may drop mmap_lock", r.Flags(), r.Entry())
	}, fix), nil
}

// fix leaves out the pointer, where that is what the kernel minds.
func fix(r *passes.Refusal) []lint.Fix {
	locked := r.View.Site.Entry.Roles.Locked
	without := r.Check.Guard.Assume(func(a gup.Atom) (bool, bool) { return false, a.Kind == gup.NonNull && a.Param == locked })
	if !r.Verdict.Always || !without.Never() {
		return nil
	}
	return r.View.WithoutPointer(locked)
}
