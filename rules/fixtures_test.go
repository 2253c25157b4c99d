// SPDX-License-Identifier: MIT

package rules_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/rules"
)

// fixtureTrees are the kernel-shaped trees, one for each generation of the API.
var fixtureTrees = []string{"linux-5.10", "linux-6.1", "linux-6.12", "linux-7.0"}

// mark is what a line of a fixture says of itself at its end: which rules find
// something there. "want" stands for a finding of the rule's own severity,
// "error", "warning" and "note" for one of that severity, and "strict" for one
// that only --strict shows.
var mark = regexp.MustCompile(`/\* (want|error|warning|note|strict) ([a-z0-9, -]+) \*/`)

// TestFixtureTrees runs all rules on the trees: they find what the lines say, and
// nothing else.
func TestFixtureTrees(t *testing.T) {
	for _, name := range fixtureTrees {
		t.Run(name, func(t *testing.T) {
			root := filepath.Join(kerneltest.Root(t), "kernel-fixtures", name)
			want := marks(t, root)
			if len(want) == 0 {
				t.Fatal("no line is marked")
			}
			if diff := cmp.Diff(want, findings(t, source.OpenRoot(root))); diff != "" {
				t.Errorf("findings (-marked +found):\n%s", diff)
			}
		})
	}
}

// marks lists what the files below a directory say of themselves.
func marks(t *testing.T, root string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".c" && filepath.Ext(path) != ".h" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		for i, line := range strings.Split(string(text), "\n") {
			for _, m := range mark.FindAllStringSubmatch(line, -1) {
				for _, rule := range strings.Split(m[2], ",") {
					out = append(out, marked(t, fmt.Sprintf("%s:%d", filepath.ToSlash(rel), i+1), m[1], strings.TrimSpace(rule)))
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

// marked spells what a mark asks for.
func marked(t *testing.T, at, kind, name string) string {
	t.Helper()
	rule := rules.Named(name)
	switch {
	case rule == nil:
		t.Fatalf("%s: there is no rule %q", at, name)
	case kind == "want", kind == "strict":
		kind = rule.Severity.String() + strings.TrimPrefix(kind, "want")
	}
	return fmt.Sprintf("%s: %s %s", at, kind, name)
}

// findings lists what the rules find in a tree, in the words of marks.
func findings(t *testing.T, tree *source.Tree) []string {
	t.Helper()
	l, err := driver.Load(t.Context(), tree, driver.LoadOptions{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	res, err := driver.Run(t.Context(), l.Snapshot, rules.All(), driver.Options{Strict: true, Severity: lint.Note})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range res.Warnings {
		t.Error(w)
	}
	for _, g := range res.Gaps {
		t.Errorf("%v: gap: %s", g.At, g.Reason)
	}
	var out []string
	for _, f := range res.Findings {
		for i, s := range f.Steps {
			if slices.Contains(f.Steps[:i], s) {
				t.Errorf("%v: %q is told twice", f.At, s.Text)
			}
		}
		kind := f.Severity.String()
		if f.May {
			kind += "strict"
		}
		out = append(out, fmt.Sprintf("%s:%d: %s %s", f.At.File, f.At.Start.Line, kind, f.Rule))
	}
	slices.Sort(out)
	return out
}
