// SPDX-License-Identifier: MIT

package passes_test

import (
	"path/filepath"
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

// TestFixes applies the first fix of each finding, and runs all rules again: what
// was mended is gone, and nothing is new.
func TestFixes(t *testing.T) {
	for _, test := range []struct {
		name, body string
		want       string // the body mended; "" if there is no fix
	}{
		{"the right operand", "return pin_user_pages(a, 1, FOLL_WRITE | FOLL_GET, p);", "return pin_user_pages(a, 1, FOLL_WRITE, p);"},
		{"the left operand", "return pin_user_pages(a, 1, FOLL_GET | FOLL_WRITE, p);", "return pin_user_pages(a, 1, FOLL_WRITE, p);"},
		{"between two", "return pin_user_pages(a, 1, FOLL_FORCE | FOLL_GET | FOLL_WRITE, p);", "return pin_user_pages(a, 1, FOLL_FORCE | FOLL_WRITE, p);"},
		{"with parentheses around", "return pin_user_pages(a, 1, FOLL_GET | (write ? FOLL_WRITE : 0), p);", "return pin_user_pages(a, 1, (write ? FOLL_WRITE : 0), p);"},
		{"on a line of its own", "return pin_user_pages(a, 1, FOLL_WRITE |\n\t\tFOLL_GET, p);", "return pin_user_pages(a, 1, FOLL_WRITE, p);"},
		{"alone", "return pin_user_pages(a, 1, FOLL_GET, p);", "return pin_user_pages(a, 1, 0, p);"},
		{"in a choice", "return pin_user_pages(a, 1, write ? FOLL_GET : FOLL_WRITE, p);", "return pin_user_pages(a, 1, write ? 0 : FOLL_WRITE, p);"},
		{"in an initializer", "unsigned int f = FOLL_WRITE | FOLL_GET;\n\n\treturn pin_user_pages(a, 1, f, p);", "unsigned int f = FOLL_WRITE;\n\n\treturn pin_user_pages(a, 1, f, p);"},
		{"in a statement", "unsigned int f = FOLL_WRITE;\n\n\tf |= FOLL_GET;\n\treturn pin_user_pages(a, 1, f, p);", "unsigned int f = FOLL_WRITE;\n\n\treturn pin_user_pages(a, 1, f, p);"},
		{"beside a comment", "unsigned int f = 0;\n\n\t/* x */ f |= FOLL_GET; /* y */\n\treturn pin_user_pages(a, 1, f, p);", "unsigned int f = 0;\n\n\t/* x */  /* y */\n\treturn pin_user_pages(a, 1, f, p);"},
		{"under a condition", "unsigned int f = 0;\n\n\tif (write)\n\t\tf |= FOLL_GET;\n\treturn pin_user_pages(a, 1, f, p);", "unsigned int f = 0;\n\n\treturn pin_user_pages(a, 1, f, p);"},
		{"under one that does something", "unsigned int f = 0;\n\n\tif (write--)\n\t\tf |= FOLL_GET;\n\treturn pin_user_pages(a, 1, f, p);", ""},
		{"without effect", "return pin_user_pages(a, 1, FOLL_WRITE | FOLL_INTERRUPTIBLE, p);", "return pin_user_pages(a, 1, FOLL_WRITE, p);"},
		{"internal", "return get_user_pages(a, 1, FOLL_WRITE | FOLL_TOUCH, p);", "return get_user_pages(a, 1, FOLL_WRITE, p);"},
		{"a pin that may be meant", "return get_user_pages(a, 1, FOLL_WRITE | FOLL_PIN, p);", ""},
		{"given to something else as well", "unsigned int f = FOLL_GET;\n\n\tlog_flags(f);\n\treturn pin_user_pages(a, 1, f, p);", ""},
		{"for two calls", "unsigned int f = FOLL_GET;\n\n\tget_user_pages(a, 1, f, p);\n\treturn pin_user_pages(a, 1, f, p);", ""},
		{"through a function", "return pin_user_pages(a, 1, add(FOLL_GET), p);", ""},
		{"in a macro", "return pin_user_pages(a, 1, MY_FLAGS, p);", ""},
		{"without effect for some", "int locked = 1;\n\n\treturn get_user_pages_remote(m, a, 1, FOLL_INTERRUPTIBLE | FOLL_WRITE, p, write ? &locked : NULL);", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			before, fixed := mend(t, test.body)
			if len(before) == 0 {
				t.Fatal("nothing is found")
			}
			want := test.want
			if want == "" {
				want = test.body
			}
			if diff := cmp.Diff(want, fixed); diff != "" {
				t.Fatal(diff)
			}
			if test.want == "" {
				return
			}
			after, _ := mend(t, fixed)
			for _, f := range after {
				if len(f.Fixes) > 0 || !slices.ContainsFunc(before, func(g *lint.Finding) bool { return g.Rule == f.Rule }) {
					t.Errorf("after the fix: %v: %s", f.At, f.Message)
				}
			}
		})
	}
}

// mend gives the findings in a function with a body, and the body that the first
// fix of the first finding with one leaves.
func mend(t *testing.T, body string) ([]*lint.Finding, string) {
	t.Helper()
	const path = "drivers/misc/fix.c"
	head := `#include <linux/mm.h>

#define MY_FLAGS (FOLL_WRITE | FOLL_GET)

static unsigned int add(unsigned int flags) { return flags | FOLL_WRITE; }

long fix(struct mm_struct *m, unsigned long a, int write, struct page **p)
{
	`
	text := head + body + "\n}\n"
	tree := source.OpenRoot(filepath.Join(kerneltest.Root(t), "kernel-fixtures", "linux-6.12")).WithOverlay(map[string][]byte{path: []byte(text)})
	l, err := driver.Load(t.Context(), tree, driver.LoadOptions{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	res, err := driver.Run(t.Context(), l.Snapshot, rules.All(), driver.Options{Scope: func(p string) bool { return p == path }, Severity: lint.Note, Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range res.Findings {
		if len(f.Fixes) == 0 {
			continue
		}
		for _, e := range slices.Backward(f.Fixes[0].Edits) {
			text = text[:e.At.Start.Offset] + e.NewText + text[e.At.End.Offset:]
		}
		break
	}
	return res.Findings, strings.TrimSuffix(strings.TrimPrefix(text, head), "\n}\n")
}
