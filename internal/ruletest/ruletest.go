// SPDX-License-Identifier: MIT

// Package ruletest runs a rule on C fixtures and compares what it finds with
// what the fixtures say.
//
// The fixtures of a rule are the .c files in its testdata. A file is laid over a
// kernel-shaped tree of kernel-fixtures, at the path that its first lines name,
// and the rule runs on it:
//
//	// tree: linux-6.12
//	// path: drivers/misc/foo.c
//
// The files of a directory in testdata are laid over the tree together.
//
// A line says what is expected of it in a comment at its end, as regular
// expressions that the message has to match:
//
//	ret = f(x);	// want "no effect" "another finding"
//	ret = f(x);	// strict "holds on some paths only"
//	ret = f(x);	// limit "the rule cannot see it: why"
//
// A line without comment expects nothing. A limit is an expected miss: when the
// rule finds something there after all, the test fails, and the comment becomes
// a want. Steps are checked where a comment says "// step "text"" on the line of
// the step; every finding of the file must then have those steps in it.
//
// Where findings of a fixture foo.c have fixes, foo.c.fixed beside it is what the
// file becomes when all of them are applied. The rule then finds there what has no
// fix, and nothing else. -update writes these files anew.
package ruletest

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/source"
)

// Run runs a rule on the fixtures in testdata below the current directory.
func Run(t *testing.T, rule *lint.Rule) {
	t.Helper()
	entries, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatalf("%s has no fixtures: %v", rule.Name, err)
	}
	for _, e := range entries {
		name := filepath.Join("testdata", e.Name())
		var files []string
		switch {
		case e.IsDir():
			files, _ = filepath.Glob(filepath.Join(name, "*.[ch]"))
		case filepath.Ext(name) == ".c":
			files = []string{name}
		default:
			continue
		}
		t.Run(e.Name(), func(t *testing.T) {
			var list []*fixture
			for _, file := range files {
				list = append(list, read(t, file))
			}
			if len(list) == 0 {
				t.Fatal("no fixtures")
			}
			found := findings(t, rule, list)
			check(t, list, found)
			checkFixes(t, rule, list, found)
		})
	}
}

// A fixture is a C file with what it expects.
type fixture struct {
	name, tree, path string
	text             []byte
	lines            []expectation // by line, the first is 0
}

// An expectation is what a line says.
type expectation struct{ want, strict, limit, step []*regexp.Regexp }

var (
	header  = regexp.MustCompile(`(?m)^// (tree|path): (\S+)$`)
	comment = regexp.MustCompile(`// (want|strict|limit|step) (.*)$`)
	quoted  = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
)

// read reads a fixture.
func read(t *testing.T, name string) *fixture {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	f := parse(t, name, string(text))
	f.text = text
	return f
}

// parse reads the comments of a fixture.
func parse(t *testing.T, name, text string) *fixture {
	t.Helper()
	f := &fixture{name: name, tree: "linux-6.12", path: "drivers/misc/fixture.c"}
	for _, m := range header.FindAllStringSubmatch(text, -1) {
		if m[1] == "tree" {
			f.tree = m[2]
		} else {
			f.path = m[2]
		}
	}
	for i, line := range strings.Split(text, "\n") {
		var e expectation
		if m := comment.FindStringSubmatch(line); m != nil {
			var list []*regexp.Regexp
			for _, q := range quoted.FindAllString(m[2], -1) {
				s, err := strconv.Unquote(q)
				if err != nil {
					t.Fatalf("%s:%d: %v", name, i+1, err)
				}
				re, err := regexp.Compile(s)
				if err != nil {
					t.Fatalf("%s:%d: %v", name, i+1, err)
				}
				list = append(list, re)
			}
			if len(list) == 0 {
				t.Fatalf("%s:%d: a comment without a quoted text", name, i+1)
			}
			*map[string]*[]*regexp.Regexp{"want": &e.want, "strict": &e.strict, "limit": &e.limit, "step": &e.step}[m[1]] = list
		}
		f.lines = append(f.lines, e)
	}
	return f
}

// findings runs a rule on fixtures in the tree that the first of them names.
func findings(t *testing.T, rule *lint.Rule, list []*fixture) []*lint.Finding {
	t.Helper()
	root := filepath.Join(kerneltest.Root(t), "kernel-fixtures", list[0].tree)
	files := map[string][]byte{}
	for _, f := range list {
		files[f.path] = f.text
	}
	tree := source.OpenRoot(root).WithOverlay(files)
	l, err := driver.Load(t.Context(), tree, driver.LoadOptions{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	res, err := driver.Run(t.Context(), l.Snapshot, []*lint.Rule{rule}, driver.Options{
		Strict: true, Severity: lint.Note, Scope: func(path string) bool { return files[path] != nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range res.Warnings {
		t.Error(w)
	}
	for _, g := range res.Gaps {
		t.Errorf("%v: gap: %s", g.At, g.Reason)
	}
	return res.Findings
}

// check compares findings with what the lines expect.
func check(t *testing.T, files []*fixture, list []*lint.Finding) {
	t.Helper()
	byPath := map[string]*fixture{}
	for _, f := range files {
		byPath[f.path] = f
	}
	for _, g := range list {
		byPath[g.At.File].found(t, g)
		for _, s := range g.Steps {
			if f := byPath[s.At.File]; f != nil {
				st := &f.lines[s.At.Start.Line-1].step
				if i := match(*st, s.Text); i >= 0 {
					*st = append((*st)[:i:i], (*st)[i+1:]...)
				}
			}
		}
	}
	for _, f := range files {
		for i, e := range f.lines {
			for kind, list := range map[string][]*regexp.Regexp{"want": e.want, "strict": e.strict, "step": e.step} {
				for _, re := range list {
					t.Errorf("%s:%d: missing: %s %q", f.name, i+1, kind, re)
				}
			}
		}
	}
}

// found takes a finding off what the lines of its file expect.
func (f *fixture) found(t *testing.T, g *lint.Finding) {
	t.Helper()
	e := &f.lines[g.At.Start.Line-1]
	want := &e.want
	if g.May {
		want = &e.strict
	}
	switch i := match(*want, g.Message); {
	case i >= 0:
		*want = append((*want)[:i:i], (*want)[i+1:]...)
	case match(e.limit, g.Message) >= 0:
		t.Errorf("%s:%d: a known limit is gone: %s", f.name, g.At.Start.Line, g.Message)
	default:
		t.Errorf("%s:%d: unexpected: %s", f.name, g.At.Start.Line, g.Message)
	}
}

func match(list []*regexp.Regexp, text string) int {
	for i, re := range list {
		if re.MatchString(text) {
			return i
		}
	}
	return -1
}
