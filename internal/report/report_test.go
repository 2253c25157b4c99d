// SPDX-License-Identifier: MIT

package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/gupvet/gupvet/internal/lint"
)

var update = flag.Bool("update", false, "write the golden files anew")

// driver is the text that the findings of these tests are about. The clef takes
// four bytes and two UTF-16 units, the umlaut two bytes and one unit.
const driver = "int f(void)\n{\n\tint ret = /* \u00fc\U0001d11e */ get_user_pages(a, 1, FOLL_NOWAIT, pages);\n\n\treturn ret;\n}\n"

// place finds text in the driver.
func place(file, text string) lint.Range {
	start := strings.Index(driver, text)
	if start < 0 {
		panic(text)
	}
	at := func(offset int) lint.Position {
		before := driver[:offset]
		return lint.Position{Line: 1 + strings.Count(before, "\n"), Column: offset - strings.LastIndex(before, "\n"), Offset: offset}
	}
	return lint.Range{File: file, Start: at(start), End: at(start + len(text))}
}

func line(file string, n int) lint.Range {
	p := lint.Position{Line: n, Column: 1}
	return lint.Range{File: file, Start: p, End: p}
}

// sample is a result with something of everything.
func sample() *lint.Result {
	res := &lint.Result{
		Tree: "/src/linux", Kernel: "6.12.1", Warnings: []string{"cannot read drivers/b.c: permission denied"},
		Stats: lint.Stats{Files: 12, Parsed: 3, Functions: 2, Sites: 2, Seconds: 1.5},
		Gaps:  []lint.Gap{{At: line("drivers/a b.c", 5), Function: "g", Reason: "too deep", Call: true}},
		Findings: []*lint.Finding{{
			Rule: "internal-flag", Severity: lint.Error, At: place("drivers/a b.c", "get_user_pages(a, 1, FOLL_NOWAIT, pages)"),
			Function: "f", Entry: "get_user_pages", Message: "FOLL_NOWAIT, 100% wrong: \x1b[31mred", Cond: "CONFIG_MMU",
			Steps: []lint.Step{
				{At: place("drivers/a b.c", "FOLL_NOWAIT"), Text: "FOLL_NOWAIT is set here"},
				{At: line("mm/gup.c", 2), Text: "refused here:\nWARN_ON_ONCE(x)"},
			},
			Contract: line("mm/gup.c", 2),
			Fixes: []lint.Fix{{Message: "drop FOLL_NOWAIT", Edits: []lint.Edit{
				{At: place("drivers/a b.c", "FOLL_NOWAIT"), NewText: "0"}}}},
			Expr: "x",
		}, {
			Rule: "result-ignored", Severity: lint.Warning, At: place("drivers/a b.c", "return ret;"), Function: "f", Message: "lost", May: true, Expr: "y",
		}, {
			Rule: "result-ignored", Severity: lint.Note, At: line("/out/of/tree.c", 7), Message: "a note", Expr: "z",
		}},
	}
	lint.Fingerprints(res.Findings)
	return res
}

func options() *Options {
	rule := func(name string, s lint.Severity) *lint.Rule {
		return &lint.Rule{Name: name, Severity: s, Doc: lint.Doc{Title: "finds " + name, Text: "# Why\n\nBecause."}}
	}
	return &Options{
		Rules:   []*lint.Rule{rule("internal-flag", lint.Error), rule("result-ignored", lint.Warning), rule("silent", lint.Note)},
		Version: "0.1.0", Cwd: "/src/linux/drivers",
		Source: func(path string) ([]byte, error) {
			switch path {
			case "drivers/a b.c":
				return []byte(driver), nil
			case "mm/gup.c":
				return []byte("int x;\nif (WARN_ON_ONCE(x))\n"), nil
			}
			return nil, fs.ErrNotExist
		},
	}
}

func write(t *testing.T, format string, res *lint.Result, o *Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, res, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for _, format := range Formats() {
		for name, res := range map[string]*lint.Result{"": sample(), ".empty": {Tree: "/src/linux"}} {
			t.Run(format+name, func(t *testing.T) {
				got := write(t, format, res, options())
				golden := filepath.Join("testdata", format+name+".golden")
				if *update {
					if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(string(want), got); d != "" {
					t.Errorf("-want +got:\n%s", d)
				}
			})
		}
	}
}

func TestSARIFSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("testdata/sarif-2.1.0.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, res := range map[string]*lint.Result{"full": sample(), "empty": {Tree: "/src/linux"}} {
		log, err := jsonschema.UnmarshalJSON(strings.NewReader(write(t, "sarif", res, options())))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(log); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSchemaRefuses shows that the schema test can fail.
func TestSchemaRefuses(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("testdata/sarif-2.1.0.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	log := map[string]any{}
	if err := json.Unmarshal([]byte(write(t, "sarif", sample(), options())), &log); err != nil {
		t.Fatal(err)
	}
	delete(log["runs"].([]any)[0].(map[string]any), "tool")
	if schema.Validate(log) == nil {
		t.Error("a run without tool is valid")
	}
}

func TestColor(t *testing.T) {
	o := options()
	o.Color = true
	colored := write(t, "text", sample(), o)
	if !strings.Contains(colored, "\x1b[01;31merror:\x1b[m") {
		t.Errorf("no red error in %q", colored)
	}
	plain := strings.NewReplacer("\x1b[01m", "", "\x1b[01;31m", "", "\x1b[01;32m", "", "\x1b[01;35m", "", "\x1b[01;36m", "", "\x1b[m", "").Replace(colored)
	if d := cmp.Diff(write(t, "text", sample(), options()), plain); d != "" {
		t.Errorf("color changes the text:\n%s", d)
	}
}

func TestUnknownFormat(t *testing.T) {
	err := Write(&bytes.Buffer{}, "html", sample(), options())
	if err == nil || !strings.Contains(err.Error(), `"html" (want text, terse,`) {
		t.Errorf("got %v", err)
	}
}

// broken fails to write.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteError(t *testing.T) {
	for _, format := range Formats() {
		if err := Write(broken{}, format, sample(), options()); err == nil || err.Error() != "disk full" {
			t.Errorf("%s: got %v", format, err)
		}
	}
}

func TestGaps(t *testing.T) {
	var b bytes.Buffer
	if err := WriteGaps(&b, sample(), options()); err != nil {
		t.Fatal(err)
	}
	want := "a b.c:5:1: note: g() cannot be read: too deep; a call of the family is lost with it\n"
	if b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

func TestRelative(t *testing.T) {
	for _, c := range []struct{ root, cwd, path, want string }{
		{"/src/linux", "/src/linux", "mm/gup.c", "mm/gup.c"},
		{"/src/linux", "/src", "mm/gup.c", "linux/mm/gup.c"},
		{"/src/linux", "/src/linux/mm", "fs/a.c", "../fs/a.c"},
		{"/src/linux", "/home/me", "fs/a.c", "/src/linux/fs/a.c"},
		{"/src/linux", "/src/mod", "/src/mod/x.c", "x.c"},
		{"/src/linux", "", "fs/a.c", "/src/linux/fs/a.c"},
	} {
		if got := Relative(c.root, c.cwd, c.path); got != c.want {
			t.Errorf("Relative(%q, %q, %q) = %q, want %q", c.root, c.cwd, c.path, got, c.want)
		}
	}
}
