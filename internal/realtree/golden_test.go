// SPDX-License-Identifier: MIT

package realtree

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/inspect"
	"github.com/gupvet/gupvet/internal/lint"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden compares what audit and check say of real kernels with files that
// hold it: every change of the engine shows there what it does. They hold places,
// names and flags, and no code.
//
// A distribution's tree of a version moves on with its point releases, and lines
// with it. The files name the release that they were made of; on another one,
// lines are left out of the comparison.
func TestGolden(t *testing.T) {
	for _, version := range []string{"6.1", "6.12"} {
		k := Open(t, version)
		t.Run(version+"/audit", func(t *testing.T) {
			a := inspect.NewAudit(k.Calls(t, nil), func(string) bool { return true })
			compareGolden(t, k, filepath.Join("testdata", "golden", version, "audit.tsv"), auditTable(a))
		})
		t.Run(version+"/check", func(t *testing.T) {
			list := k.Check(t, nil, driver.Options{Strict: true, Severity: lint.Note})
			compareGolden(t, k, filepath.Join("testdata", "golden", version, "check.tsv"), checkTable(list))
		})
	}
}

// A table has rows of cells; the second cell is a line.
type table [][]string

func auditTable(a *inspect.Audit) table {
	rows := table{{"file", "line", "function", "callee", "entry", "must", "may", "unknown", "locked", "pages", "mmap_lock", "result", "condition"}}
	for _, r := range slices.Concat(a.Sites, a.Wrappers) {
		rows = append(rows, []string{r.File, fmt.Sprint(r.Line), r.Function, r.Callee, r.Entry, join(r.Must), join(r.May),
			join(r.Unknown), r.Locked, r.Pages, r.Lock, r.Result, r.Cond})
	}
	for _, g := range a.Gaps {
		rows = append(rows, []string{g.File, fmt.Sprint(g.Line), g.Function, "", "", "", "", "gap: " + g.Reason})
	}
	return rows
}

func join(list []string) string { return strings.Join(list, "|") }

func checkTable(list []*lint.Finding) table {
	rows := table{{"file", "line", "function", "rule", "severity", "sure", "entry", "condition"}}
	for _, f := range list {
		sure := "sure"
		if f.May {
			sure = "may"
		}
		rows = append(rows, []string{f.At.File, fmt.Sprint(f.At.Start.Line), f.Function, f.Rule, f.Severity.String(), sure, f.Entry, f.Cond})
	}
	return rows
}

// lines spells a table, with - for cells that are empty. Without numbers, the
// lines of the tree are left out.
func (rows table) lines(numbers bool) []string {
	var out []string
	for _, row := range rows {
		cells := slices.Clone(row)
		for i, c := range cells {
			if c == "" {
				cells[i] = "-"
			}
		}
		if !numbers {
			cells[1] = "-"
		}
		out = append(out, strings.Join(cells, "\t"))
	}
	return out
}

// compareGolden compares a table with a file, or writes it.
func compareGolden(t *testing.T, k *Kernel, name string, rows table) {
	t.Helper()
	header := "# linux " + k.Tree.Version
	if *update {
		text := header + "\n" + strings.Join(rows.lines(true), "\n") + "\n"
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	version, body, _ := strings.Cut(strings.TrimSuffix(string(text), "\n"), "\n")
	want, got := parseTable(body), rows
	same := version == header
	if !same {
		t.Logf("the tree is %s, %s is of %s: lines are not compared; -update writes the file anew", header[2:], name, strings.TrimPrefix(version, "# "))
	}
	w, g := want.lines(same), got.lines(same)
	if !same {
		slices.Sort(w)
		slices.Sort(g)
	}
	if diff := cmp.Diff(w, g); diff != "" {
		t.Errorf("%s (-golden +now); -update writes it anew:\n%s", name, diff)
	}
}

func parseTable(text string) table {
	var rows table
	for line := range strings.Lines(text) {
		rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
	}
	return rows
}
