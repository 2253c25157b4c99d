// SPDX-License-Identifier: MIT

package rules_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/rules"
)

// TestPages looks at what every rule says about itself.
func TestPages(t *testing.T) {
	for _, r := range rules.All() {
		t.Run(r.Name, func(t *testing.T) {
			if r.Doc.Title == "" || strings.Contains(r.Doc.Title, "\n") || strings.HasSuffix(r.Doc.Title, ".") {
				t.Errorf("title %q", r.Doc.Title)
			}
			if !strings.HasPrefix(r.Doc.Title, "finds ") {
				t.Errorf("title %q does not say what it finds", r.Doc.Title)
			}
			for _, name := range []string{"", "Before", "After", "Limits"} {
				if r.Doc.Sections[name] == "" {
					t.Errorf("section %q is missing or empty", name)
				}
			}
			var got []string
			for _, line := range strings.Split(r.Doc.Text, "\n") {
				if name, ok := strings.CutPrefix(line, "# "); ok {
					got = append(got, name)
				}
			}
			if diff := cmp.Diff([]string{"Before", "After", "Limits"}, got); diff != "" {
				t.Errorf("sections (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRules looks at the list of rules.
func TestRules(t *testing.T) {
	var names []string
	var analyzers []*analysis.Analyzer
	for _, r := range rules.All() {
		names = append(names, r.Name)
		analyzers = append(analyzers, r.Analyzer)
		if r.Severity < lint.Note || r.Severity > lint.Error {
			t.Errorf("%s has severity %v", r.Name, r.Severity)
		}
		if rules.Named(r.Name) != r {
			t.Errorf("%s is not found by its name", r.Name)
		}
		if want := strings.ReplaceAll(r.Name, "-", ""); r.Analyzer.Name != want {
			t.Errorf("the analyzer of %s is called %s", r.Name, r.Analyzer.Name)
		}
	}
	if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("not sorted, or not unique: %s", names)
	}
	if err := analysis.Validate(analyzers); err != nil {
		t.Error(err)
	}
	if rules.Named("no-such-rule") != nil {
		t.Error("a rule that there is not is found")
	}
}
