// SPDX-License-Identifier: MIT

package source

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// cacheIn is a cache for trees that were written just now.
func cacheIn(dir string) *Cache {
	c := NewCache(dir, "test")
	c.Tick = -time.Hour
	return c
}

// answers writes down what an index says.
func answers(ix *Index) string {
	var b strings.Builder
	fmt.Fprintln(&b, ix.Stats.Files, ix.Stats.Bytes, ix.AllFiles())
	for _, name := range []string{"get_user_pages", "gup", "f", "g", "h", "op", "member"} {
		for use := Called; use <= Declared; use++ {
			fmt.Fprintln(&b, name, use, ix.Files(use, name))
		}
	}
	return b.String()
}

// scanBoth reads a tree with the cache and without, and compares.
func scanBoth(t *testing.T, c *Cache, tree *Tree) (*Index, *Earlier) {
	t.Helper()
	got, was, problems, err := c.Scan(t.Context(), tree, 2, &Progress{})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	want, _, err := tree.Scan(t.Context(), 2, nil, &Progress{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(answers(want), answers(got)); diff != "" {
		t.Errorf("the index (-read as a whole +with the cache):\n%s", diff)
	}
	return got, was
}

// TestCache keeps the index of a tree, does something to the tree or to the cache, and
// compares what is read then with what is read without a cache.
func TestCache(t *testing.T) {
	write := func(t *testing.T, name, text string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	must := func(t *testing.T, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		name    string
		do      func(t *testing.T, root, file string)
		changed []string
		useless bool // the tree is read as a whole
	}{
		{name: "nothing", do: func(*testing.T, string, string) {}},
		{name: "an edited file", changed: []string{"drivers/a/b.c"}, do: func(t *testing.T, root, _ string) {
			write(t, root+"/drivers/a/b.c", "int f(void)\n{\n\treturn h(1);\n}\n")
		}},
		{name: "as long as before, and as old", changed: []string{"drivers/a/b.c"}, do: func(t *testing.T, root, _ string) {
			name := root + "/drivers/a/b.c"
			info, err := os.Stat(name)
			must(t, err)
			text, err := os.ReadFile(name)
			must(t, err)
			write(t, name, strings.Replace(string(text), "get", "git", 1))
			must(t, os.Chtimes(name, info.ModTime(), info.ModTime()))
		}},
		{name: "an edited header", changed: []string{"drivers/a/c.h"}, do: func(t *testing.T, root, _ string) {
			write(t, root+"/drivers/a/c.h", "static inline void g(void)\n{\n\tgup(1);\n}\n")
		}},
		{name: "a new file", changed: []string{"new/g.c"}, do: func(t *testing.T, root, _ string) {
			must(t, os.Mkdir(root+"/new", 0o755))
			write(t, root+"/new/g.c", "void g(void)\n{\n\tget_user_pages(1);\n}\n")
		}},
		{name: "an empty file", changed: []string{"drivers/a/b.c"}, do: func(t *testing.T, root, _ string) {
			write(t, root+"/drivers/a/b.c", "")
		}},
		{name: "a file that is gone", changed: []string{"drivers/a/b.c"}, do: func(t *testing.T, root, _ string) {
			must(t, os.Remove(root+"/drivers/a/b.c"))
		}},
		{name: "a file with another name", changed: []string{"drivers/a/b.c", "drivers/a/z.c"}, do: func(t *testing.T, root, _ string) {
			must(t, os.Rename(root+"/drivers/a/b.c", root+"/drivers/a/z.c"))
		}},
		{name: "touched", changed: []string{"drivers/a/b.c"}, do: func(t *testing.T, root, _ string) {
			must(t, os.Chtimes(root+"/drivers/a/b.c", time.Now(), time.Unix(1, 0)))
		}},
		{name: "another file in its place", changed: []string{"drivers/a/b.c"}, do: func(t *testing.T, root, _ string) {
			must(t, os.Remove(root+"/drivers/a/b.c"))
			must(t, os.Symlink("../../mm/gup.c", root+"/drivers/a/b.c"))
		}, useless: true},
		{name: "a link", do: func(t *testing.T, root, _ string) { must(t, os.Symlink("drivers", root+"/more")) }, useless: true},
		{name: "another version", do: func(t *testing.T, root, _ string) {
			write(t, root+"/Makefile", "VERSION = 6\nPATCHLEVEL = 13\n")
		}, useless: true},
		{name: "a file that is no C", do: func(t *testing.T, root, _ string) { write(t, root+"/drivers/a/d.txt", "f(1)") }},
		{name: "an empty cache file", do: func(t *testing.T, _, file string) { write(t, file, "") }, useless: true},
		{name: "a cache file of something else", do: func(t *testing.T, _, file string) { write(t, file, strings.Repeat("x", 5000)) }, useless: true},
		{name: "half a cache file", do: func(t *testing.T, _, file string) { must(t, os.Truncate(file, 9000)) }, useless: true},
		{name: "a bit of the cache file", do: func(t *testing.T, _, file string) {
			text, err := os.ReadFile(file)
			must(t, err)
			text[len(text)/2] ^= 1
			must(t, os.Remove(file))
			write(t, file, string(text))
		}, useless: true},
		{name: "a directory in its place", do: func(t *testing.T, _, file string) {
			must(t, os.Remove(file))
			must(t, os.Mkdir(file, 0o755))
		}, useless: true},
		{name: "another build", do: func(t *testing.T, root, file string) {
			tree := OpenRoot(root)
			other := NewCache(filepath.Dir(file), "other")
			ix, _, err := tree.scan(t.Context(), 1, nil, true, &Progress{})
			must(t, err)
			must(t, other.Keep(tree, ix, nil))
		}, useless: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			tree, c := OpenRoot(kernel(t)), cacheIn(filepath.Join(t.TempDir(), "a", "b"))
			ix, was := scanBoth(t, c, tree)
			if was != nil {
				t.Error("an empty cache has the tree")
			}
			if err := c.Keep(tree, ix, []byte("note")); err != nil {
				t.Fatal(err)
			}
			test.do(t, tree.Root, c.file(tree))
			tree = OpenRoot(tree.Root)
			for range 2 { // the second time from what was kept of the first
				got, was := scanBoth(t, c, tree)
				if (was == nil) != test.useless {
					t.Fatalf("of use: %v", was != nil)
				}
				if was == nil {
					return
				}
				if diff := cmp.Diff(test.changed, was.Changed); diff != "" || string(was.Note) != "note" {
					t.Errorf("changed (-want +got), and note %q:\n%s", was.Note, diff)
				}
				if err := c.Keep(tree, got, was.Note); err != nil {
					t.Fatal(err)
				}
				test.changed = nil
			}
		})
	}
}

// TestCacheYoung reads files again that may have been written to after they were read
// without their times telling.
func TestCacheYoung(t *testing.T) {
	tree, c := OpenRoot(kernel(t)), NewCache(t.TempDir(), "test")
	ix, _ := scanBoth(t, c, tree)
	if err := c.Keep(tree, ix, nil); err != nil {
		t.Fatal(err)
	}
	if _, was := scanBoth(t, c, tree); was == nil || len(was.Changed) != 3 {
		t.Errorf("taken for changed: %v", was)
	}
}

// TestCacheOverlay lays texts over a tree from the cache: they are not kept.
func TestCacheOverlay(t *testing.T) {
	tree, c := OpenRoot(kernel(t)), cacheIn(t.TempDir())
	over := tree.WithOverlay(map[string][]byte{"drivers/a/b.c": []byte("void g(void)\n{\n\th(1);\n}\n"), "drivers/a/c.h": nil})
	ix, _ := scanBoth(t, c, over)
	if err := c.Keep(over, ix, nil); err != nil {
		t.Fatal(err)
	}
	scanBoth(t, c, over)
	if _, was := scanBoth(t, c, tree); was == nil || len(was.Changed) != 0 {
		t.Errorf("the tree without the texts: %v", was)
	}
}

// TestCacheUnwritable keeps nothing where there is no place.
func TestCacheUnwritable(t *testing.T) {
	tree := OpenRoot(kernel(t))
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c := cacheIn(file)
	ix, _ := scanBoth(t, c, tree)
	if c.Keep(tree, ix, nil) == nil {
		t.Error("kept in a file for a directory")
	}
	scanBoth(t, c, tree)
}

// TestCacheBound keeps more trees than there is room for.
func TestCacheBound(t *testing.T) {
	dir := t.TempDir()
	var last *Cache
	var tree *Tree
	for range maxTrees + 2 {
		tree, last = OpenRoot(kernel(t)), cacheIn(dir)
		ix, _ := scanBoth(t, last, tree)
		if err := last.Keep(tree, ix, nil); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != maxTrees {
		t.Errorf("%d files, %v", len(files), err)
	}
	if _, was := scanBoth(t, last, tree); was == nil {
		t.Error("the last tree is gone")
	}
}

// TestDiffer compares the answers of indexes that differ in a file.
func TestDiffer(t *testing.T) {
	tree := OpenRoot(kernel(t))
	ix, _, err := tree.scan(t.Context(), 2, nil, true, &Progress{})
	if err != nil {
		t.Fatal(err)
	}
	ix.Files(Called, "get_user_pages")
	const path = "drivers/a/b.c"
	for text, want := range map[string]bool{
		"":                              false,
		"x = get_user_pages(1);":        false, // it begins a line
		"\treturn get_user_pages(2);\n": true,
		"\tget_user_pages(h(1));\n":     true,
		"\tget_user_page(1);\n":         false,
	} {
		now := ix.With(map[string][]byte{path: []byte(text)})
		if got := !Differ(ix, now, []string{path}).Changes(ix.Asked()); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// FuzzCache reads files that are not what they should be, but for the checksum.
func FuzzCache(f *testing.F) {
	key := [keySize]byte{1, 2, 3}
	ix := &Index{segments: []*segment{{}}}
	for i := range 3 {
		ix.segments[0].add(fmt.Sprint("d/", i, ".c"), []uint32{hashName([]byte("f"), Called), uint32(i)<<20 | 1})
		ix.segments[0].stamps = append(ix.segments[0].stamps, stamp{1, 2, 3, 4})
	}
	var b bytes.Buffer
	if _, err := writeCache(&b, ix, key, []byte("note")); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add(b.Bytes()[:b.Len()-8])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, body []byte) {
		whole := []byte(cacheMagic)
		whole = binary.NativeEndian.AppendUint64(whole, uint64(crc32.Checksum(body, castagnoli)))
		whole = binary.NativeEndian.AppendUint64(whole, uint64(headerSize+len(body)))
		aligned := bytesOf(make([]uint64, (len(whole)+len(body)+7)/8))[:len(whole)+len(body)]
		copy(aligned[copy(aligned, whole):], body)
		got, _, err := parseCache(aligned, key)
		if err != nil {
			return
		}
		answers(got)
		got.uses(got.AllFiles())
		newKnown(got, 0)
		if _, err := writeCache(&bytes.Buffer{}, got, key, nil); err != nil {
			t.Error(err)
		}
	})
}
