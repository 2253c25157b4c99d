// SPDX-License-Identifier: MIT

package callgraph

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gupvet/gupvet/internal/source"
)

// TestTakeOver edits a tree and looks which files the program of the tree before
// it is taken to know still.
func TestTakeOver(t *testing.T) {
	root := t.TempDir()
	for path, text := range map[string]string{
		"a/x.c":           "#include \"x.h\"\n#include \"made.h\"\nint x(void) { return f(); }\n",
		"a/x.h":           "#include \"../b/deep.h\"\n",
		"b/deep.h":        "static inline int f(void) { return 1; }\n",
		"b/y.c":           "#include \"deep.h\"\n#include <linux/z.h>\nint y(void) { return f(); }\n",
		"include/linux/z": "",
		"c/alone.c":       "int alone(void) { return 0; }\n",
	} {
		name := filepath.Join(root, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tree := source.OpenRoot(root)
	all := []string{"a/x.c", "a/x.h", "b/deep.h", "b/y.c", "c/alone.c"}
	for _, test := range []struct {
		name   string
		change map[string][]byte
		stale  []string
	}{
		{"nothing", nil, nil},
		{"a file", map[string][]byte{"c/alone.c": []byte("int alone;\n")}, []string{"c/alone.c"}},
		{"a file that includes others", map[string][]byte{"a/x.c": nil}, []string{"a/x.c"}},
		{"a header", map[string][]byte{"a/x.h": []byte("\n")}, []string{"a/x.c", "a/x.h"}},
		{"a header of a header", map[string][]byte{"b/deep.h": []byte("\n")}, []string{"a/x.c", "a/x.h", "b/deep.h", "b/y.c"}},
		{"a header that was missing", map[string][]byte{"a/made.h": []byte("#define f() 2\n")}, []string{"a/x.c"}},
		{"a header that comes before another", map[string][]byte{"a/deep.h": []byte("\n")}, []string{"a/x.c", "a/x.h", "b/y.c"}},
		{"a header that nobody reads", map[string][]byte{"include/linux/z.h": []byte("\n")}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			base := New(tree, nil, nil)
			for _, path := range all {
				base.Local(base.File(path).Unit, "f")
			}
			p := New(tree.WithOverlay(test.change), nil, base)
			var stale []string
			for _, path := range all {
				if !p.Has(base.File(path)) {
					stale = append(stale, path)
				}
			}
			if !slices.Equal(stale, test.stale) {
				t.Errorf("stale are %q, want %q", stale, test.stale)
			}
			back := New(tree, nil, p)
			for _, path := range all {
				if fs := back.Local(back.File(path).Unit, "f"); (len(fs) == 1) != (path != "c/alone.c") {
					t.Errorf("undone: %s sees %d definitions of f", path, len(fs))
				}
			}
		})
	}
}
