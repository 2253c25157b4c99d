// SPDX-License-Identifier: MIT

package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/gupvet/gupvet/internal/lint"
)

// Diff writes the fixes of findings as a patch for git apply, in the root of the
// tree. Where fixes touch the same place the first one is taken: mend, run again,
// and the next one is offered. Fixes of files outside the tree are left out.
func Diff(w io.Writer, res *lint.Result, o *Options) error {
	edits := map[string][]udiff.Edit{}
	for _, f := range res.Findings {
		if len(f.Fixes) > 0 {
			take(edits, f.Fixes[0].Edits)
		}
	}
	var names []string
	for name := range edits {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		text, err := o.Source(name)
		if err != nil {
			return err
		}
		from, to := "a/"+name, "b/"+name
		if strings.ContainsAny(name, " \t") { // as git marks where such a name ends
			from, to = from+"\t", to+"\t"
		}
		const context = 3
		patch, err := udiff.ToUnified(from, to, string(text), edits[name], context)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if _, err := io.WriteString(w, patch); err != nil {
			return err
		}
	}
	return nil
}

// take adds the edits of a fix to those of their files: all of them, or none if
// one of them overlaps with an edit that is there.
func take(edits map[string][]udiff.Edit, fix []lint.Edit) {
	for _, e := range fix {
		if strings.HasPrefix(e.At.File, "/") || slices.ContainsFunc(edits[e.At.File], func(o udiff.Edit) bool {
			return e.At.Start.Offset < o.End && o.Start < e.At.End.Offset || e.At.Start.Offset == o.Start
		}) {
			return
		}
	}
	for _, e := range fix {
		list := append(edits[e.At.File], udiff.Edit{Start: e.At.Start.Offset, End: e.At.End.Offset, New: e.NewText})
		slices.SortFunc(list, func(a, b udiff.Edit) int { return cmp.Compare(a.Start, b.Start) })
		edits[e.At.File] = list
	}
}
