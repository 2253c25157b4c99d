// SPDX-License-Identifier: MIT

package rules_test

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/injector"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/rules"
)

// rewritten are the rules whose fixtures are rewritten, by package.
var rewritten = []string{"unlockafterdrop", "staleafterdrop", "writelockwithlocked", "fixupuserfault"}

var fixtureHeader = regexp.MustCompile(`// tree: (\S+)\n// path: (\S+)\n`)

// TestRewrittenFixtures rewrites all functions of the rules' fixtures in ways that
// change nothing: the same is found in each.
func TestRewrittenFixtures(t *testing.T) {
	var list []*lint.Rule
	for _, r := range rules.All() {
		if slices.Contains(rewritten, r.Analyzer.Name) {
			list = append(list, r)
		}
	}
	for tree, files := range fixtures(t) {
		want := foundIn(t, list, tree, files)
		if len(want) == 0 {
			t.Errorf("%s: nothing found", tree)
		}
		for name, change := range harmless() {
			t.Run(tree+"/"+name, func(t *testing.T) {
				after := map[string][]byte{}
				for path, text := range files {
					after[path] = change(path, text)
				}
				if diff := cmp.Diff(want, foundIn(t, list, tree, after)); diff != "" {
					t.Errorf("found (-before +after):\n%s", diff)
				}
			})
		}
	}
}

// fixtures gives the fixtures of the rules by tree and path: those of different
// rules lie beside each other.
func fixtures(t *testing.T) map[string]map[string][]byte {
	t.Helper()
	out := map[string]map[string][]byte{}
	for _, pkg := range rewritten {
		names, err := filepath.Glob(filepath.Join(pkg, "testdata", "*.c"))
		if err != nil || len(names) == 0 {
			t.Fatal(pkg, err)
		}
		for _, name := range names {
			if filepath.Base(name) == "limits.c" {
				continue // what cannot be seen may be seen when it is written in another way
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			head := fixtureHeader.FindSubmatch(text)
			if head == nil {
				t.Fatalf("%s does not say where it lies", name)
			}
			tree, at := string(head[1]), string(head[2])
			if out[tree] == nil {
				out[tree] = map[string][]byte{}
			}
			out[tree][path.Join(path.Dir(at), pkg+"_"+path.Base(at))] = text
		}
	}
	return out
}

// harmless lists ways to rewrite a file that change nothing, by name: those that
// hold for any code, and those about locks.
func harmless() map[string]func(path string, text []byte) []byte {
	out := map[string]func(string, []byte) []byte{}
	for _, r := range injector.Harmless {
		out[r.Name] = func(path string, text []byte) []byte { return rewrite(r, path, text) }
	}
	for _, r := range []struct{ name, old, new, helper string }{
		{"unlocks by a helper", `\bmmap_(read|write)_unlock\(`, "give_${1}(",
			"static void give_read(struct mm_struct *mm) { mmap_read_unlock(mm); }\n" +
				"static void give_write(struct mm_struct *mm) { mmap_write_unlock(mm); }\n"},
		{"locks by a helper", `\bmmap_(read|write)_lock\(`, "take_${1}(",
			"static void take_read(struct mm_struct *mm) { mmap_read_lock(mm); }\n" +
				"static void take_write(struct mm_struct *mm) { mmap_write_lock(mm); }\n"},
		{"locks that can be killed, by a helper", `\bmmap_(read|write)_lock_killable\(`, "try_${1}(",
			"static int try_read(struct mm_struct *mm) { int err = mmap_read_lock_killable(mm); return err ? -EINTR : 0; }\n" +
				"static int try_write(struct mm_struct *mm) { if (mmap_write_lock_killable(mm)) return -EINTR; return 0; }\n"},
		{"the semaphore itself", `\bmmap_read_lock\(([^()]*)\)`, "down_read(&(${1})->mmap_lock)", ""},
		{"flags compared with 0", `if \((!?)(un)?locked\)`, "if ((${2}locked != 0) == !${1}!1)", ""},
		{"flags by a helper", `if \((!?)locked\)`, "if (${1}is_set(&locked))",
			"static bool is_set(const int *flag) { return *flag; }\n"},
		{"mm by a helper", `&(p|v)->page, &locked\)`, "&${1}->page, pointer_to(&locked))",
			"static int *pointer_to(int *flag) { return flag; }\n"},
	} {
		re := regexp.MustCompile(r.old)
		out[r.name] = func(_ string, text []byte) []byte {
			text = re.ReplaceAll(text, []byte(r.new))
			at := bytes.LastIndex(text, []byte("\n#include"))
			at += 1 + bytes.IndexByte(text[at+1:], '\n') + 1
			return slices.Concat(text[:at], []byte("\n"+r.helper), text[at:])
		}
	}
	return out
}

// rewrite rewrites all functions of a file.
func rewrite(r injector.Rewrite, path string, text []byte) []byte {
	u := parser.Scan(path, text)
	var edits []injector.Edit
	for i := range u.Items {
		if f, ok := injector.FuncOf(u, &u.Items[i]); ok {
			edits = append(edits, r.Edits(f, fmt.Sprintf("rewritten_%d", i))...)
		}
	}
	return injector.Apply(text, edits)
}

// foundIn lists what rules find in files: rule, file, function and message.
func foundIn(t *testing.T, list []*lint.Rule, tree string, files map[string][]byte) []string {
	t.Helper()
	src := source.OpenRoot(filepath.Join(kerneltest.Root(t), "kernel-fixtures", tree)).WithOverlay(files)
	l, err := driver.Load(t.Context(), src, driver.LoadOptions{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	res, err := driver.Run(t.Context(), l.Snapshot, list, driver.Options{
		Strict: true, Severity: lint.Note, Scope: func(path string) bool { return files[path] != nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range res.Gaps {
		t.Errorf("%v: gap: %s", g.At, g.Reason)
	}
	var out []string
	for _, f := range res.Findings {
		out = append(out, fmt.Sprintf("%s: %s: %s: %s (may: %v)", f.Rule, f.At.File, f.Function, f.Message, f.May))
	}
	slices.Sort(out)
	return slices.Compact(out)
}
