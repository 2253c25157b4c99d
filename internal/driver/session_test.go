// SPDX-License-Identifier: MIT

package driver

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/rules"
)

var everything = Options{Strict: true, Severity: lint.Note}

func fixture(t *testing.T) *source.Tree {
	return source.OpenRoot(filepath.Join(kerneltest.Root(t), "kernel-fixtures", "linux-6.12"))
}

// TestParts compares what rules find part by part with what they find in all
// calls at once.
func TestParts(t *testing.T) {
	for _, version := range []string{"fixture", "6.1", "6.12"} {
		t.Run(version, func(t *testing.T) {
			tree := fixture(t)
			if version != "fixture" {
				tree = source.OpenRoot(kerneltest.Tree(t, version))
			}
			l, err := Load(t.Context(), tree, LoadOptions{Jobs: 2})
			if err != nil {
				t.Fatal(err)
			}
			r := newRun(t.Context(), l.Snapshot)
			defer r.release()
			var roots []*analysis.Analyzer
			for _, rule := range rules.All() {
				roots = append(roots, rule.Analyzer)
			}
			if err := r.all(append(roots, passes.Calls)...); err != nil {
				t.Fatal(err)
			}
			var whole []*lint.Finding
			for _, a := range roots {
				whole = append(whole, r.results[a].([]*lint.Finding)...)
			}
			set := r.results[passes.Calls].(*passes.CallSet)
			if n := len(set.Parts()); n < 3 {
				t.Errorf("%d parts tell nothing", n)
			}
			again := newRun(t.Context(), l.Snapshot)
			defer again.release()
			again.results[passes.Calls] = set
			f := &found{set: set, judged: map[*passes.Part]*passes.Judged{}}
			if err := again.judge(f, rules.All()); err != nil {
				t.Fatal(err)
			}
			parts := f.Findings
			slices.SortStableFunc(whole, lint.Compare)
			slices.SortStableFunc(parts, lint.Compare)
			if diff := cmp.Diff(whole, parts); diff != "" {
				t.Errorf("-whole +parts:\n%s", diff)
			}
		})
	}
}

// run analyses a tree with some files changed.
func (s *Session) show(t *testing.T, overlay map[string][]byte) string {
	t.Helper()
	a, err := s.Run(t.Context(), overlay, rules.All(), everything)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range a.Findings {
		fmt.Fprintf(&b, "%v %s %s\n", f.At, f.Rule, f.Fingerprint)
	}
	fmt.Fprintln(&b, a.Gaps, a.Warnings, a.Stats.Sites)
	return b.String()
}

// TestSessionForgets checks that files whose texts are given once and then no
// more are again as on disk.
func TestSessionForgets(t *testing.T) {
	s, err := NewSession(t.Context(), fixture(t), LoadOptions{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	before := s.show(t, nil)
	bad := []byte("#include <linux/mm.h>\nlong f(struct page **p)\n{\n\treturn pin_user_pages(0, 1, FOLL_GET, p);\n}\n")
	changed := s.show(t, map[string][]byte{"drivers/misc/new.c": bad})
	if !strings.Contains(changed, "drivers/misc/new.c:4:9 get-pin-conflict") {
		t.Errorf("a new file: %s", changed)
	}
	if diff := cmp.Diff(before, s.show(t, nil)); diff != "" {
		t.Errorf("the new file is not forgotten:\n%s", diff)
	}
}

// TestSessionKeepsContract edits the file that defines the family until it cannot
// be understood, and back.
func TestSessionKeepsContract(t *testing.T) {
	tree := fixture(t)
	s, err := NewSession(t.Context(), tree, LoadOptions{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	before := s.show(t, nil)
	text, err := tree.ReadFile("mm/gup.c")
	if err != nil {
		t.Fatal(err)
	}
	for _, broken := range []string{"", "int x", strings.Replace(string(text), "\n{", "\n", 1), string(text[:len(text)/2])} {
		s.show(t, map[string][]byte{"mm/gup.c": []byte(broken)})
	}
	if diff := cmp.Diff(before, s.show(t, nil)); diff != "" {
		t.Errorf("the contract is not what it was:\n%s", diff)
	}
}

// TestCancelledRunIsForgotten cancels a run and compares the next one with one of
// a new session.
func TestCancelledRunIsForgotten(t *testing.T) {
	s, err := NewSession(t.Context(), fixture(t), LoadOptions{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	want := s.show(t, nil)
	s, err = NewSession(t.Context(), fixture(t), LoadOptions{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Run(ctx, nil, rules.All(), everything); err == nil {
		t.Error("a cancelled run comes off")
	}
	if diff := cmp.Diff(want, s.show(t, nil)); diff != "" {
		t.Error(diff)
	}
}

// TestCrashInOneFunction makes following one entry crash. What does not call it is
// found all the same.
func TestCrashInOneFunction(t *testing.T) {
	tree := fixture(t).WithOverlay(map[string][]byte{
		"drivers/misc/one.c": []byte("#include <linux/mm.h>\nlong one(struct page **p)\n{\n\treturn pin_user_pages(0, 1, FOLL_GET, p);\n}\n" +
			"long two(struct mm_struct *mm, struct page **p)\n{\n\tint locked = 1;\n\n\treturn pin_user_pages_remote(mm, 0, 1, 0, p, &locked);\n}\n"),
	})
	l, err := Load(t.Context(), tree, LoadOptions{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	l.Contract.Entry("pin_user_pages_remote").Lock.Drops = gup.Guard{Root: 99}
	res, err := Run(t.Context(), l.Snapshot, rules.All(), Options{Scope: func(path string) bool { return path == "drivers/misc/one.c" }})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Findings) != 1 || res.Findings[0].Function != "one" {
		t.Errorf("found %+v", res.Findings)
	}
	if !slices.ContainsFunc(res.Warnings, func(w string) bool { return strings.Contains(w, "two() is not followed: internal error") }) {
		t.Errorf("warnings: %q", res.Warnings)
	}
	if len(res.Gaps) != 1 || res.Gaps[0].Function != "two" || !res.Gaps[0].Call {
		t.Errorf("gaps: %+v", res.Gaps)
	}
}

// TestCrashInOneRule makes a rule crash on one file. It finds the rest, and so do
// the others.
func TestCrashInOneRule(t *testing.T) {
	crashing := *rules.Named("get-pin-conflict")
	a := *crashing.Analyzer
	find := a.Run
	a.Run = func(pass *analysis.Pass) (any, error) {
		for _, r := range passes.RefusalsOf(pass).List {
			if r.View.Root.File.Path == "drivers/misc/bad.c" {
				panic("bad.c")
			}
		}
		return find(pass)
	}
	crashing.Analyzer = &a
	text := []byte("#include <linux/mm.h>\nlong one(struct page **p)\n{\n\treturn pin_user_pages(0, 1, FOLL_GET, p);\n}\n")
	tree := fixture(t).WithOverlay(map[string][]byte{"drivers/misc/bad.c": text, "drivers/misc/good.c": text})
	l, err := Load(t.Context(), tree, LoadOptions{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	res, err := Run(t.Context(), l.Snapshot, []*lint.Rule{&crashing}, Options{Scope: func(path string) bool { return strings.HasPrefix(path, "drivers/misc/") }})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Findings) != 1 || res.Findings[0].At.File != "drivers/misc/good.c" {
		t.Errorf("found %+v; %q", res.Findings, res.Warnings)
	}
	if len(res.Warnings) != 1 || !strings.Contains(res.Warnings[0], "internal error") {
		t.Errorf("warnings: %q", res.Warnings)
	}
}
