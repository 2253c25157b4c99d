// SPDX-License-Identifier: MIT

package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// writeTree makes a directory with the given files.
func writeTree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for p, text := range files {
		abs := filepath.Join(root, p)
		if err := os.MkdirAll(filepath.Dir(abs), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(abs, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func kernel(t *testing.T) string {
	return writeTree(t, map[string]string{
		"Makefile":        "# SPDX\nVERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 117\nEXTRAVERSION = -rc1\nNAME = x\n",
		"mm/gup.c":        "long get_user_pages(void)\n{\n}\n",
		"drivers/a/b.c":   "int f(void)\n{\n\treturn get_user_pages(1);\n}\n",
		"drivers/a/c.h":   "#define gup get_user_pages\n",
		"drivers/a/d.txt": "get_user_pages(1)",
		".hidden/e.c":     "get_user_pages(1)",
	})
}

func TestOpen(t *testing.T) {
	root := kernel(t)
	for path, want := range map[string]string{"": ".", "drivers/a": "drivers/a", "drivers/a/b.c": "drivers/a/b.c"} {
		tree, rel, err := Open(filepath.Join(root, path))
		if err != nil {
			t.Fatal(err)
		}
		real, _ := filepath.EvalSymlinks(root)
		if tree.Root != real || rel != want || tree.Version != "6.12.117-rc1" || !tree.HasGUP {
			t.Errorf("Open(%q) = %+v, %q; want the root, %q", path, tree, rel, want)
		}
	}
	if _, _, err := Open(filepath.Join(root, "nothing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing path: %v", err)
	}
}

func TestOpenOutsideOfATree(t *testing.T) {
	root := writeTree(t, map[string]string{"drv/a.c": "int x;\n"})
	tree, rel, err := Open(filepath.Join(root, "drv/a.c"))
	if err != nil || filepath.Base(tree.Root) != "drv" || rel != "a.c" || tree.HasGUP {
		t.Errorf("got %+v, %q, %v", tree, rel, err)
	}
}

func scanned(t *testing.T, tree *Tree, extra ...string) (*Index, []Problem) {
	t.Helper()
	ix, problems, err := tree.Scan(t.Context(), 2, extra, &Progress{})
	if err != nil {
		t.Fatal(err)
	}
	return ix, problems
}

func TestScan(t *testing.T) {
	ix, problems := scanned(t, OpenRoot(kernel(t)))
	if len(problems) > 0 {
		t.Errorf("problems: %v", problems)
	}
	if got := ix.Files(Called, "get_user_pages"); !slices.Equal(got, []string{"drivers/a/b.c"}) {
		t.Errorf("called in %q", got)
	}
	if got := ix.Files(Stored, "get_user_pages"); !slices.Equal(got, []string{"drivers/a/c.h"}) {
		t.Errorf("stored in %q", got)
	}
	if got := ix.AllFiles(); !slices.Equal(got, []string{"drivers/a/b.c", "drivers/a/c.h", "mm/gup.c"}) {
		t.Errorf("files %q", got)
	}
}

func TestOverlay(t *testing.T) {
	tree := OpenRoot(kernel(t)).WithOverlay(map[string][]byte{
		"drivers/a/b.c": nil,
		"drivers/a/c.h": []byte("\tpin_user_pages(1)\n"),
		"new.c":         []byte("\tget_user_pages(1)\n"),
	})
	ix, _ := scanned(t, tree)
	if got := ix.Files(Called, "get_user_pages"); !slices.Equal(got, []string{"new.c"}) {
		t.Errorf("called in %q", got)
	}
	if got := ix.Files(Called, "pin_user_pages"); !slices.Equal(got, []string{"drivers/a/c.h"}) {
		t.Errorf("called in %q", got)
	}
	if got := ix.Files(Stored, "get_user_pages"); len(got) > 0 {
		t.Errorf("still stored in %q", got)
	}
	if _, err := tree.ReadFile("drivers/a/b.c"); !errors.Is(err, fs.ErrNotExist) || tree.Exists("drivers/a/b.c") {
		t.Errorf("a deleted file is still there: %v", err)
	}
	if b, err := tree.ReadFile("new.c"); err != nil || string(b) != "\tget_user_pages(1)\n" {
		t.Errorf("new file: %q, %v", b, err)
	}
}

func TestExtra(t *testing.T) {
	mod := writeTree(t, map[string]string{"m/a.c": "\tget_user_pages(1)\n", "b.c": "\tget_user_pages(1)\n"})
	dir, file := filepath.Join(mod, "m"), filepath.Join(mod, "b.c")
	ix, _ := scanned(t, OpenRoot(kernel(t)), dir, file)
	want := []string{file, dir + "/a.c", "drivers/a/b.c"}
	if got := ix.Files(Called, "get_user_pages"); !slices.Equal(got, want) {
		t.Errorf("called in %q, want %q", got, want)
	}
}

// A file larger than a window is hashed to its end, also where one line is.
func TestLargeFiles(t *testing.T) {
	lines := strings.Repeat("static int x;\n", windowSize/14+1000) + " f(first_name(1), 2);\n"
	long := strings.Repeat("a=1; ", 2*windowSize/5) + "f(second_name(1), 2);\n"
	ix, problems := scanned(t, OpenRoot(writeTree(t, map[string]string{"a.c": lines, "b.c": long})))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got := ix.Files(Called, "first_name"); !slices.Equal(got, []string{"a.c"}) {
		t.Errorf("in many lines: %q", got)
	}
	if got := ix.Files(Called, "second_name"); !slices.Equal(got, []string{"b.c"}) {
		t.Errorf("in one line: %q", got)
	}
}

func TestHostileFiles(t *testing.T) {
	root := kernel(t)
	if err := os.WriteFile(filepath.Join(root, "bin.c"), []byte("\tget_user_pages(\x00\xff\xfe"), 0o644); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"loop": ".", "drivers/up": "..", "gone.c": "nowhere.c", "again.c": "mm/gup.c"} {
		if err := os.Symlink(to, filepath.Join(root, link)); err != nil {
			t.Skip(err)
		}
	}
	mkfifo(t, filepath.Join(root, "fifo.c"))
	tree := OpenRoot(root)
	ix, problems := scanned(t, tree)
	if len(problems) > 0 {
		t.Errorf("problems: %v", problems)
	}
	if got := ix.Files(Called, "get_user_pages"); !slices.Equal(got, []string{"bin.c", "drivers/a/b.c"}) {
		t.Errorf("called in %q", got)
	}
	for path, want := range map[string]error{"bin.c": ErrBinary, "fifo.c": ErrNotRegular, "gone.c": fs.ErrNotExist, "mm": ErrNotRegular} {
		if _, err := tree.ReadFile(path); !errors.Is(err, want) {
			t.Errorf("ReadFile(%s): %v, want %v", path, err, want)
		}
	}
}

func TestScanErrors(t *testing.T) {
	if _, _, err := OpenRoot(filepath.Join(t.TempDir(), "x")).Scan(t.Context(), 1, nil, &Progress{}); err == nil {
		t.Error("no error for a root that is not there")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := OpenRoot(kernel(t)).Scan(ctx, 1, nil, &Progress{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestManyFilesMakeSegments(t *testing.T) {
	s := &segment{files: make([]string, maxSegFiles)}
	if !s.full() {
		t.Fatal("not full")
	}
	ix := &Index{segments: []*segment{{}, {}}}
	for i := range 3 {
		ix.segments[i%2].add(fmt.Sprintf("%d.c", i), []uint32{hashName([]byte("f"), Called)})
	}
	if got := ix.Files(Called, "f"); !slices.Equal(got, []string{"0.c", "1.c", "2.c"}) {
		t.Errorf("got %q", got)
	}
}
