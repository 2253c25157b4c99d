// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/rules"
)

// TestStockChecker runs the rules under the checker of x/tools, which knows
// nothing of gupvet, and compares its diagnostics with our driver's findings.
func TestStockChecker(t *testing.T) {
	root := filepath.Join(kerneltest.Root(t), "kernel-fixtures", "linux-6.12")
	t.Chdir(root) // for files that are named relative to the tree
	l, err := driver.Load(t.Context(), source.OpenRoot(root), driver.LoadOptions{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	all := rules.All()
	res, err := driver.Run(t.Context(), l.Snapshot, all, driver.Options{Severity: lint.Note})
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, f := range res.Findings {
		want = append(want, fmt.Sprintf("%v: %s [%s] %d steps", f.At, f.Message, f.Rule, len(f.Steps)))
	}

	files := slices.Concat(l.Selected(), []string{l.Contract.File})
	for _, f := range res.Findings {
		for _, s := range f.Steps {
			files = append(files, s.At.File)
		}
	}
	pkg, release := passes.Attach(l.Snapshot)
	defer release()
	var analyzers []*analysis.Analyzer
	for _, r := range all {
		analyzers = append(analyzers, r.Analyzer)
	}
	graph, err := checker.Analyze(analyzers, []*packages.Package{{
		ID: "tree", Name: "tree", PkgPath: "tree", Types: pkg, TypesInfo: &types.Info{}, TypesSizes: types.SizesFor("gc", "amd64"),
		Fset: token.NewFileSet(), Syntax: []*ast.File{}, Imports: map[string]*packages.Package{}, OtherFiles: files, Module: &packages.Module{},
	}}, &checker.Options{Sequential: true}) // arenas are for one at a time
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Errorf("%s: %v", act.Analyzer.Name, act.Err)
		}
		for _, d := range act.Diagnostics {
			p := act.Package.Fset.Position(d.Pos)
			got = append(got, fmt.Sprintf("%v: %s [%s] %d steps", p, d.Message, d.Category, len(d.Related)))
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	want, got = slices.Compact(want), slices.Compact(got)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-driver +checker:\n%s", d)
	}
}
