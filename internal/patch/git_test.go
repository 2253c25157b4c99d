// SPDX-License-Identifier: MIT

package patch

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGit(t *testing.T) {
	r := newRepo(t)
	trees, revRange := commitHistory(r)
	_, messages := history()
	s, err := Git(t.Context(), r.dir, revRange)
	if err != nil {
		t.Fatal(err)
	}
	checkSeries(t, s, trees, messages)
	if s.Base != revRange[:40] || s.Cover != "" || s.Notes != nil {
		t.Errorf("base %q, cover %q, notes %q", s.Base, s.Cover, s.Notes)
	}
	for i, p := range s.Patches {
		if p.Number != i+1 || p.Total != len(messages)-1 || len(p.Commit) != 40 || p.Source != p.Commit[:12] || p.Line != 1 || p.Files[0].Line != 1 {
			t.Errorf("patch %d is %+v", i, p)
		}
	}
	one, err := Git(t.Context(), r.dir, "HEAD~1")
	if err != nil {
		t.Fatal(err)
	}
	if want := len(messages) - 2; len(one.Patches) != 1 || one.Patches[0].Message != messages[want] || one.Patches[0].Total != 1 {
		t.Errorf("one commit gives %s", show(one))
	}
	for _, open := range []string{"HEAD~2..", "HEAD~2..main"} {
		if s, err := Git(t.Context(), r.dir, open); err != nil || len(s.Patches) != 2 {
			t.Errorf("%s: %v, %v", open, s, err)
		}
	}
}

// checkSeries applies a series to the first of trees and compares with the others.
func checkSeries(t *testing.T, s *Series, trees []texts, messages []string) {
	t.Helper()
	if len(s.Patches) != len(trees)-1 {
		t.Fatalf("%d patches", len(s.Patches))
	}
	now := trees[0]
	for i, p := range s.Patches {
		now = now.applyAll(t, []*Patch{p})
		if diff := cmp.Diff(trees[i+1], now); diff != "" {
			t.Errorf("patch %d (-want +got):\n%s", i+1, diff)
		}
		if title, _, _ := strings.Cut(messages[i+1], "\n"); p.Subject != title || p.Message != messages[i+1] {
			t.Errorf("patch %d has the subject %q and the message %q", i+1, p.Subject, p.Message)
		}
	}
}

// TestGitConfiguration sets all that changes diffs, and makes the index and the
// working tree ones that must not matter and not change.
func TestGitConfiguration(t *testing.T) {
	r := newRepo(t)
	trees, revRange := commitHistory(r)
	_, messages := history()
	plain, err := Git(t.Context(), r.dir, revRange)
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range []string{
		"diff.noprefix=true", "diff.mnemonicPrefix=true", "diff.context=0", "diff.interHunkContext=50", "diff.external=false",
		"diff.renames=false", "diff.renameLimit=1", "diff.algorithm=patience", "diff.suppressBlankEmpty=true", "diff.submodule=log",
		"diff.relative=true", "diff.indentHeuristic=true", "diff.orderFile=/nonexistent", "diff.wsErrorHighlight=all",
		"diff.colorMoved=zebra", "color.ui=always", "color.diff=always", "core.quotePath=false", "core.pager=false", "core.abbrev=5",
		"core.whitespace=trailing-space", "core.autocrlf=true", "format.attach=x", "format.noprefix=true", "format.pretty=oneline", "format.notes=true",
		"format.signOff=true", "log.showSignature=true", "log.date=iso", "log.decorate=full", "i18n.logOutputEncoding=ISO-8859-1",
		"diff.evil.textconv=false", "diff.evil.command=false", "diff.evil.cachetextconv=true", "core.attributesFile=" + filepath.Join(r.dir, "attributes"),
		"notes.displayRef=*", "pager.diff-tree=false", "alias.rev-list=!false",
	} {
		name, value, _ := strings.Cut(set, "=")
		r.git("config", name, value)
	}
	r.git("notes", "add", "-m", "a note", "HEAD")
	dirty := texts{"mm/gup.c": "something else\n", "attributes": "*.c -diff\n", ".gitattributes": "*.c diff=evil\n*.h diff=evil\n"}
	r.write(dirty)
	index, err := os.ReadFile(filepath.Join(r.dir, ".git/index"))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"GIT_EXTERNAL_DIFF": "false", "GIT_DIFF_OPTS": "-u0", "GIT_DIR": "/nonexistent", "GIT_WORK_TREE": "/nonexistent",
		"GIT_INDEX_FILE": "/nonexistent", "GIT_PREFIX": "mm/", "GIT_PAGER": "false", "LC_ALL": "de_DE.UTF-8",
	} {
		t.Setenv(name, value)
	}
	s, err := Git(t.Context(), r.dir, revRange)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(show(plain), show(s)); diff != "" {
		t.Errorf("series (-plain +configured):\n%s", diff)
	}
	checkSeries(t, s, trees, messages)
	if diff := cmp.Diff(dirty, r.read()); diff != "" {
		t.Errorf("the working tree has changed:\n%s", diff)
	}
	if after, _ := os.ReadFile(filepath.Join(r.dir, ".git/index")); string(after) != string(index) {
		t.Error("the index has changed")
	}
}

func TestGitMergeAndRoot(t *testing.T) {
	r := newRepo(t)
	root := r.commit(texts{"x": "a\n", "sub/y": "a\n"}, "root")
	r.git("checkout", "-q", "-b", "side")
	r.commit(texts{"x": "a\n", "sub/y": "a\nb\n"}, "side")
	r.git("checkout", "-q", "main")
	r.commit(texts{"x": "b\n", "sub/y": "a\n"}, "main")
	r.git("merge", "-q", "-m", "merge", "side")
	r.git("commit", "-q", "--allow-empty", "-m", "empty")

	s, err := Git(t.Context(), r.dir, root+"..HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Patches) != 3 || len(s.Notes) != 1 || !strings.HasSuffix(s.Notes[0], ": a merge, left out") || len(s.Patches[2].Files) != 0 {
		t.Errorf("got %s", show(s))
	}
	if got := (texts{"x": "a\n", "sub/y": "a\n"}).applyAll(t, s.Patches); got["x"] != "b\n" || got["sub/y"] != "a\nb\n" {
		t.Errorf("got %q", got)
	}
	if _, err := Git(t.Context(), r.dir, "HEAD^"); !errors.Is(err, ErrRange) {
		t.Errorf("a merge alone: %v", err)
	}

	// A commit without a parent is made on an empty tree.
	s, err = Git(t.Context(), r.dir, root)
	if err != nil {
		t.Fatal(err)
	}
	if got := (texts{}).applyAll(t, s.Patches); len(got) != 2 {
		t.Errorf("root gives %q", got)
	}
	base, err := GitBase(t.Context(), r.dir, root)
	if err != nil || base != s.Base {
		t.Errorf("base %q and %q, %v", base, s.Base, err)
	}
	if _, err := GitFile(t.Context(), r.dir, base, "x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("file of an empty tree: %v", err)
	}

	// In a directory below the root, names are relative to it.
	sub := filepath.Join(r.dir, "sub")
	s, err = Git(t.Context(), sub, "side")
	if err != nil || len(s.Patches[0].Files) != 1 || s.Patches[0].Files[0].Path() != "y" {
		t.Errorf("below the root: %v, %v", s, err)
	}
	if text, err := GitFile(t.Context(), sub, "side", "y"); string(text) != "a\nb\n" || err != nil {
		t.Errorf("file below the root: %q, %v", text, err)
	}

	bare := filepath.Join(t.TempDir(), "bare.git")
	r.git("clone", "-q", "--bare", r.dir, bare)
	if s, err := Git(t.Context(), bare, "side"); err != nil || len(s.Patches) != 1 {
		t.Errorf("bare: %v, %v", s, err)
	}
	if text, err := GitFile(t.Context(), bare, "side", "sub/y"); string(text) != "a\nb\n" || err != nil {
		t.Errorf("file in a bare repository: %q, %v", text, err)
	}
}

func TestGitFile(t *testing.T) {
	r := newRepo(t)
	binary := "\x00\xff\r\n\n"
	r.commit(texts{"mm/gup.c": "a\n", "b*": binary, "empty": ""}, "base")
	r.commit(texts{"mm/gup.c": "b\n"}, "next")
	for _, test := range []struct{ rev, path, want string }{
		{"HEAD", "mm/gup.c", "b\n"}, {"HEAD^", "mm/gup.c", "a\n"}, {"HEAD^{tree}", "mm/gup.c", "b\n"},
		{"main~1", "b*", binary}, {"HEAD^", "empty", ""},
	} {
		if text, err := GitFile(t.Context(), r.dir, test.rev, test.path); string(text) != test.want || err != nil {
			t.Errorf("%s:%s is %q, %v", test.rev, test.path, text, err)
		}
	}
	for _, test := range []struct {
		rev, path string
		want      error
	}{
		{"HEAD", "b*", fs.ErrNotExist}, {"HEAD", "*", fs.ErrNotExist}, {"HEAD", "mm", fs.ErrNotExist},
		{"HEAD", "../x", ErrPath}, {"HEAD", "/x", ErrPath}, {"nope", "x", ErrRange}, {"-h", "x", ErrRange}, {"", "x", ErrRange},
	} {
		if text, err := GitFile(t.Context(), r.dir, test.rev, test.path); text != nil || !errors.Is(err, test.want) {
			t.Errorf("%s:%s is %q, %v", test.rev, test.path, text, err)
		}
	}
}

func TestGitErrors(t *testing.T) {
	r := newRepo(t)
	r.commit(texts{"x": "a\n"}, "base")
	for _, revRange := range []string{"", "nope", "-1", "--output=x", "HEAD..-1", "-1..HEAD", "HEAD...HEAD", "HEAD..HEAD", "HEAD:x", "a b", "HEAD\x00"} {
		if s, err := Git(t.Context(), r.dir, revRange); s != nil || !errors.Is(err, ErrRange) {
			t.Errorf("%q: %v, %v", revRange, s, err)
		}
		if _, err := GitBase(t.Context(), r.dir, revRange); !errors.Is(err, ErrRange) {
			t.Errorf("base of %q: %v", revRange, err)
		}
	}
	if _, err := Git(t.Context(), t.TempDir(), "HEAD"); err == nil || !strings.Contains(err.Error(), "not a git repository") {
		t.Errorf("no repository: %v", err)
	}
	if _, err := Git(t.Context(), filepath.Join(r.dir, "nope"), "HEAD"); err == nil {
		t.Error("no directory: no error")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Git(ctx, r.dir, "HEAD"); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	t.Setenv("PATH", "")
	if _, err := Git(t.Context(), r.dir, "HEAD"); err == nil || errors.Is(err, ErrRange) {
		t.Errorf("without git: %v", err)
	}
}
