// SPDX-License-Identifier: MIT

package review

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/lint"
)

// A realCase is a change of files of Linux 6.12, with the rule and the function of
// what it makes worse; both are "" if it makes nothing worse. Each edit is of the
// first place that has the text.
type realCase struct {
	name           string
	edits          []edit
	rule, function string
}

// realRepo is a repository of the files of a real tree that edits touch.
func realRepo(t testing.TB, root string, cases []realCase) *repo {
	t.Helper()
	r := &repo{t: t, root: t.TempDir()}
	for _, c := range cases {
		for _, e := range c.edits {
			text, err := os.ReadFile(filepath.Join(root, e.path))
			if os.IsNotExist(err) && e.old == "" {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			put(t, filepath.Join(r.root, e.path), string(text))
		}
	}
	r.init()
	return r
}

func put(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// mailOf makes one patch of a case.
func (r *repo) mailOf(c realCase, number, total int) string {
	r.t.Helper()
	r.reset()
	for _, e := range c.edits {
		name := filepath.Join(r.root, e.path)
		old, err := os.ReadFile(name)
		if err != nil && e.old != "" {
			r.t.Fatal(err)
		}
		if !strings.Contains(string(old), e.old) {
			r.t.Fatalf("%s has no %q", e.path, e.old)
		}
		put(r.t, name, strings.Replace(string(old), e.old, e.new, 1))
		if e.new == "" && e.old == "" {
			r.git("mv", e.path, strings.TrimSuffix(e.path, ".c")+"-moved.c")
		}
	}
	r.commit(c.name)
	mail := r.git("format-patch", "--stdout", "-M", fmt.Sprintf("--start-number=%d", number), r.base)
	r.reset()
	return strings.Replace(mail, "Subject: [PATCH]", fmt.Sprintf("Subject: [PATCH %d/%d]", number, total), 1)
}

// TestReal judges patches of a real kernel: each by itself, against the same tree.
// The working tree is a copy of the files that are touched; the kernel is only read.
func TestReal(t *testing.T) {
	root := kerneltest.Tree(t, "6.12")
	l := load(t, openRoot(root))
	o := options()
	cases := slices.Concat(misuse, harmlessReal)
	r := realRepo(t, root, cases)
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			review := judgeMail(t, l, r.mailOf(c, i+1, len(cases)), o)
			for _, err := range review.Errors {
				t.Error(err)
			}
			got := map[string]bool{}
			for _, f := range review.Result.Findings {
				if f.Origin.State != lint.New {
					t.Errorf("%v: %s %s: %s", f.Origin.State, f.Rule, f.Function, f.Message)
					continue
				}
				got[f.Rule+" "+f.Function] = true
				if f.Origin.By.Number != i+1 || f.Origin.By.Subject != c.name || !strings.HasPrefix(f.Origin.Cause.Text, "hunk ") {
					t.Errorf("origin is %v, %v", f.Origin.By, f.Origin.Cause)
				}
				if c.rule == "" {
					t.Errorf("new: %s %s: %s", f.Rule, f.Function, f.Message)
				}
			}
			if c.rule != "" && !got[c.rule+" "+c.function] {
				t.Errorf("no %s in %s, but %v", c.rule, c.function, got)
			}
		})
	}
}

// TestRealSeries judges the patches with misuse as one series: each finding is that
// of its own patch.
func TestRealSeries(t *testing.T) {
	root := kerneltest.Tree(t, "6.12")
	r := realRepo(t, root, misuse)
	var mail strings.Builder
	want := map[string]int{}
	seen := map[string]bool{}
	for i, c := range misuse {
		if slices.ContainsFunc(c.edits, func(e edit) bool { return seen[e.path] }) {
			continue // made for a file that an earlier one has changed
		}
		for _, e := range c.edits {
			seen[e.path] = true
		}
		mail.WriteString(r.mailOf(c, i+1, len(misuse)))
		want[c.rule+" "+c.function] = i + 1
	}
	review := judgeMail(t, load(t, openRoot(root)), mail.String(), options())
	for _, f := range review.Result.Findings {
		if n, ok := want[f.Rule+" "+f.Function]; ok && n != f.Origin.By.Number {
			t.Errorf("%s in %s is said to be of %v, not of %d", f.Rule, f.Function, f.Origin.By, n)
		}
		delete(want, f.Rule+" "+f.Function)
	}
	for what, n := range want {
		t.Errorf("patch %d: no %s", n, what)
	}
}
