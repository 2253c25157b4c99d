// SPDX-License-Identifier: MIT

package patch

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// texts is a tree in memory.
type texts map[string]string

func (t texts) read(path string) ([]byte, error) {
	text, ok := t[path]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return []byte(text), nil
}

// with is the tree after a patch.
func (t texts) with(a *Applied) texts {
	t = maps.Clone(t)
	for path, text := range a.Files {
		if text == nil {
			delete(t, path)
			continue
		}
		t[path] = string(text)
	}
	return t
}

// applyAll applies a series and fails the test if anything does not apply.
func (t texts) applyAll(tb testing.TB, list []*Patch) texts {
	tb.Helper()
	for _, p := range list {
		a, errs := Apply(p, t.read)
		for _, err := range errs {
			tb.Errorf("patch %q: %v", p.Subject, err)
		}
		t = t.with(a)
	}
	return t
}

// mustRead reads an input that has to be without errors.
func mustRead(tb testing.TB, input string) *Series {
	tb.Helper()
	s, errs := Read("test", []byte(input))
	for _, err := range errs {
		tb.Errorf("read: %v", err)
	}
	return s
}

// show writes a series down, a line for each patch, file and hunk.
func show(s *Series) string {
	var b strings.Builder
	if s.Cover != "" {
		fmt.Fprintf(&b, "cover %q\n", s.Cover)
	}
	for _, p := range s.Patches {
		fmt.Fprintf(&b, "patch %q %d/%d v%d line %d\n", p.Subject, p.Number, p.Total, p.Version, p.Line)
		for _, f := range p.Files {
			b.WriteString("  " + showFile(f) + "\n")
			for _, h := range f.Hunks {
				fmt.Fprintf(&b, "    %d: %s\n", h.At, h.Header())
			}
		}
	}
	for _, p := range s.Replies {
		fmt.Fprintf(&b, "reply %q\n", p.Subject)
	}
	for _, n := range s.Notes {
		fmt.Fprintf(&b, "note %s\n", n)
	}
	return b.String()
}

func showFile(f *File) string {
	s := fmt.Sprintf("%d: %q -> %q", f.Line, f.Old, f.New)
	for _, flag := range []struct {
		on   bool
		name string
	}{{f.Create, "create"}, {f.Delete, "delete"}, {f.Rename, "rename"}, {f.Copy, "copy"}, {f.Binary, "binary"}, {f.Decoded, "decoded"}} {
		if flag.on {
			s += " " + flag.name
		}
	}
	if f.OldMode != f.NewMode {
		s += fmt.Sprintf(" %o-%o", f.OldMode, f.NewMode)
	}
	return s
}

func joinErrors(errs []error) string {
	var b strings.Builder
	for _, err := range errs {
		fmt.Fprintln(&b, err)
	}
	return b.String()
}

// A repo is a repository in a temporary directory, out of reach of the user's
// configuration.
type repo struct {
	tb  testing.TB
	dir string
	env []string
}

func newRepo(tb testing.TB) *repo {
	tb.Helper()
	r := &repo{tb: tb, dir: tb.TempDir(), env: []string{
		"PATH=" + os.Getenv("PATH"), "GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "HOME=" + os.DevNull,
		"GIT_AUTHOR_NAME=Jörg Example", "GIT_AUTHOR_EMAIL=joerg@example.org", "GIT_AUTHOR_DATE=1700000000 +0100",
		"GIT_COMMITTER_NAME=Ann Example", "GIT_COMMITTER_EMAIL=ann@example.org", "GIT_COMMITTER_DATE=1700000000 +0000",
	}}
	r.git("init", "-q", "-b", "main")
	return r
}

// try runs git and gives its output, standard error included on failure.
func (r *repo) try(stdin string, args ...string) (string, error) {
	cmd := exec.Command("git", append([]string{"-C", r.dir}, args...)...)
	cmd.Env = r.env
	cmd.Stdin = strings.NewReader(stdin)
	var out, bad bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &bad
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("git %s: %w: %s", args[0], err, bad.String())
	}
	return out.String(), nil
}

func (r *repo) git(args ...string) string {
	r.tb.Helper()
	out, err := r.try("", args...)
	if err != nil {
		r.tb.Fatal(err)
	}
	return out
}

// write makes the working tree that of t.
func (r *repo) write(t texts) {
	r.tb.Helper()
	entries, err := os.ReadDir(r.dir)
	if err != nil {
		r.tb.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != ".git" {
			if err := os.RemoveAll(filepath.Join(r.dir, e.Name())); err != nil {
				r.tb.Fatal(err)
			}
		}
	}
	for path, text := range t {
		name := filepath.Join(r.dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			r.tb.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			r.tb.Fatal(err)
		}
	}
}

// read gives the working tree.
func (r *repo) read() texts {
	r.tb.Helper()
	t := texts{}
	err := filepath.WalkDir(r.dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			if e.Name() == ".git" {
				return filepath.SkipDir
			}
			return nil
		}
		text, err := os.ReadFile(name)
		rel, _ := filepath.Rel(r.dir, name)
		t[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil {
		r.tb.Fatal(err)
	}
	return t
}

// commit makes t the next commit and gives its name.
func (r *repo) commit(t texts, message string) string {
	r.tb.Helper()
	r.write(t)
	r.git("add", "-A")
	if _, err := r.try(message, "commit", "-q", "--allow-empty", "-F", "-"); err != nil {
		r.tb.Fatal(err)
	}
	return strings.TrimSpace(r.git("rev-parse", "HEAD"))
}

// numbered is a text of lines "line 1" to "line n".
func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "line %d\n", i+1)
	}
	return b.String()
}
