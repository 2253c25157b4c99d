// SPDX-License-Identifier: MIT

package ruletest

import (
	"cmp"
	"errors"
	"flag"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/lint"
)

var update = flag.Bool("update", false, "write the files with fixes anew")

// checkFixes applies the fixes of findings to their fixtures.
func checkFixes(t *testing.T, rule *lint.Rule, files []*fixture, list []*lint.Finding) {
	t.Helper()
	var fixes []lint.Fix
	var left []string
	for _, g := range list {
		if len(g.Fixes) == 0 {
			left = append(left, label(g))
			continue
		}
		fixes = append(fixes, g.Fixes[0])
	}
	var fixed []*fixture
	for _, f := range files {
		g := *f
		g.text = apply(t, f, fixes)
		golden(t, &g, string(f.text) != string(g.text))
		fixed = append(fixed, &g)
	}
	if len(fixes) == 0 || t.Failed() {
		return
	}
	var after []string
	for _, g := range findings(t, rule, fixed) {
		after = append(after, label(g))
	}
	if diff := gocmp.Diff(left, after); diff != "" {
		t.Errorf("findings after the fixes (-without a fix +found):\n%s", diff)
	}
}

// label tells what a finding is about, wherever the line has moved to.
func label(f *lint.Finding) string { return f.At.File + ": " + f.Function + ": " + f.Message }

// apply gives the text of a fixture with the edits of fixes that are about it. An
// edit that several fixes have is made once; others must not overlap.
func apply(t *testing.T, f *fixture, fixes []lint.Fix) []byte {
	t.Helper()
	var edits []lint.Edit
	for _, fix := range fixes {
		for _, e := range fix.Edits {
			if e.At.File == f.path && !slices.Contains(edits, e) {
				edits = append(edits, e)
			}
		}
	}
	slices.SortFunc(edits, func(a, b lint.Edit) int { return cmp.Compare(a.At.Start.Offset, b.At.Start.Offset) })
	var out strings.Builder
	at := 0
	for _, e := range edits {
		if e.At.Start.Offset < at {
			t.Errorf("%s: fixes overlap at line %d", f.name, e.At.Start.Line)
			continue
		}
		out.Write(f.text[at:e.At.Start.Offset])
		out.WriteString(e.NewText)
		at = e.At.End.Offset
	}
	out.Write(f.text[at:])
	return []byte(out.String())
}

// golden compares a fixture with fixes, if there are any, with the file for it.
func golden(t *testing.T, f *fixture, changed bool) {
	t.Helper()
	name := f.name + ".fixed"
	if *update {
		err := os.Remove(name)
		if changed {
			err = os.WriteFile(name, f.text, 0o644)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if changed {
			t.Errorf("there are fixes, and no %s; -update writes it", name)
		}
	case err != nil:
		t.Fatal(err)
	case !changed:
		t.Errorf("%s is there, and no fix", name)
	default:
		if diff := gocmp.Diff(string(want), string(f.text)); diff != "" {
			t.Errorf("%s (-want +fixed):\n%s", name, diff)
		}
	}
}
