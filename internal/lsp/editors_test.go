// SPDX-License-Identifier: MIT

package lsp

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/kerneltest"
)

// An editor is one of docs/editors.md that the tests run, with the set-up that
// stands there.
type editor struct {
	name, language string // the heading and the language of the set-up
	program        string
	args           []string // INIT stands for the set-up, SCRIPT for what it does
	script         string   // below testdata
	needs          string   // a file besides the program
	fixes          bool     // the script applies a fix
}

var editors = []editor{
	{name: "Neovim", language: "lua", program: "nvim", script: "neovim.lua", fixes: true,
		args: []string{"--headless", "-u", "INIT", "-i", "NONE", "-c", "luafile SCRIPT"}},
	{name: "Emacs", language: "elisp", program: "emacs", script: "eglot.el", needs: "/usr/share/emacs/site-lisp/elpa-src/eglot-*", fixes: true,
		args: []string{"-q", "--batch", "-l", "INIT", "-l", "SCRIPT"}},
	{name: "Vim", language: "vim", program: "vim", script: "ale.vim", needs: "/usr/share/vim-ale",
		args: []string{"-N", "-u", "INIT", "-i", "NONE", "--not-a-term", "-S", "SCRIPT"}},
}

func TestEditors(t *testing.T) {
	if testing.Short() {
		t.Skip("real editors take their time")
	}
	bin := t.TempDir()
	build := exec.Command("go", "build", "-o", filepath.Join(bin, "gupvet"), "./cmd/gupvet")
	build.Dir = kerneltest.Root(t)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, e := range editors {
		t.Run(e.name, func(t *testing.T) {
			if _, err := exec.LookPath(e.program); err != nil {
				t.Skip(err)
			}
			if found, _ := filepath.Glob(e.needs); e.needs != "" && len(found) == 0 {
				t.Skipf("there is no %s", e.needs)
			}
			e.run(t, bin)
		})
	}
}

// run opens a file with a non-ASCII comment before the finding.
func (e *editor) run(t *testing.T, bin string) {
	root, work := fixture(t), t.TempDir()
	path := filepath.Join(root, "drivers/misc/hold.c")
	text := strings.Replace(holder(bad), "\treturn", "\t/* ü€ */ return", 1)
	write(t, path, text)
	init, script := filepath.Join(work, "init"), filepath.Join(work, e.script)
	if e.program == "nvim" {
		init += ".lua"
	}
	write(t, init, setUp(t, e.name, e.language))
	source, err := os.ReadFile(filepath.Join("testdata", e.script))
	if err != nil {
		t.Fatal(err)
	}
	write(t, script, string(source))

	var args []string
	for _, a := range e.args {
		args = append(args, strings.NewReplacer("INIT", init, "SCRIPT", script).Replace(a))
	}
	out := filepath.Join(work, "out")
	cmd := exec.CommandContext(t.Context(), e.program, args...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "HOME="+work, "TERM=dumb",
		"XDG_CONFIG_HOME="+work, "XDG_STATE_HOME="+work, "XDG_DATA_HOME="+work, "XDG_CACHE_HOME="+work, "LC_ALL=C.UTF-8",
		"FILE="+path, "OUT="+out)
	output, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", e.program, err, output)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	want := "found 8:21 get-pin-conflict\n"
	if e.fixes {
		want += "action Drop FOLL_GET\ngone true\n"
		text = strings.Replace(text, "\tflags |= FOLL_GET;\n", "", 1)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("%s\n%s", diff, output)
	}
	saved, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(text, string(saved)); diff != "" {
		t.Errorf("the file: %s", diff)
	}
}

// setUp cuts the set-up of an editor out of its documentation.
func setUp(t *testing.T, name, language string) string {
	t.Helper()
	doc, err := os.ReadFile(filepath.Join(kerneltest.Root(t), "docs", "editors.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(doc), "\n## "+name+"\n")
	if !ok {
		t.Fatalf("docs/editors.md has no section %s", name)
	}
	rest, _, _ = strings.Cut(rest, "\n## ")
	block := regexp.MustCompile("(?s)```" + language + "\n(.*?)```")
	var out strings.Builder
	for _, m := range block.FindAllStringSubmatch(rest, -1) {
		out.WriteString(m[1])
	}
	return out.String()
}
