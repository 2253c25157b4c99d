// SPDX-License-Identifier: MIT

package report

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/gupvet/gupvet/internal/lint"
)

// edit replaces the first that there is of a text in the driver.
func edit(file, text, by string) lint.Edit { return lint.Edit{At: place(file, text), NewText: by} }

// TestDiffApplies lets git apply what Diff writes.
func TestDiffApplies(t *testing.T) {
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip(err)
	}
	fix := func(edits ...lint.Edit) *lint.Finding { return &lint.Finding{Fixes: []lint.Fix{{Edits: edits}}} }
	res := &lint.Result{Tree: "/t", Findings: []*lint.Finding{
		fix(edit("d/a b.c", "FOLL_NOWAIT", "0")),
		fix(edit("d/a b.c", "1, FOLL_NOWAIT", "2, 0")),                                    // overlaps: left for the next run
		fix(edit("d/a b.c", "ret = ", "r = "), edit("d/a b.c", "return ret", "return r")), // two places
		fix(edit("/out/x.c", "ret", "r")),
		fix(edit("e.c", "\n\n\treturn ret;\n}\n", "\n}")), // no newline at the end
		{},
	}}
	var patch bytes.Buffer
	o := &Options{Source: func(string) ([]byte, error) { return []byte(driver), nil }}
	if err := Diff(&patch, res, o); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, name := range []string{"d/a b.c", "e.c"} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(driver), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(git, "apply", "-")
	cmd.Dir, cmd.Stdin = dir, bytes.NewReader(patch.Bytes())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s\n%s", err, out, patch.String())
	}
	for name, want := range map[string]string{
		"d/a b.c": "int f(void)\n{\n\tint r = /* \u00fc\U0001d11e */ get_user_pages(a, 1, 0, pages);\n\n\treturn r;\n}\n",
		"e.c":     "int f(void)\n{\n\tint ret = /* \u00fc\U0001d11e */ get_user_pages(a, 1, FOLL_NOWAIT, pages);\n}",
	} {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || string(got) != want {
			t.Errorf("%s: %v, got %q, want %q", name, err, got, want)
		}
	}
}
