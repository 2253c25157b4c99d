// SPDX-License-Identifier: MIT

package driver_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/rules"
)

// judged writes down all that a tree's own run finds.
func judged(t *testing.T, l *driver.Loaded) string {
	t.Helper()
	res, err := l.Run(t.Context(), rules.All(), driver.Options{Strict: true, Severity: lint.Note})
	if err != nil {
		t.Fatal(err)
	}
	res.Stats.Parsed = 0 // files count that were parsed at any time
	var b strings.Builder
	for _, f := range res.Findings {
		fmt.Fprintf(&b, "%+v\n", *f)
	}
	fmt.Fprintln(&b, res.Tree, res.Kernel, res.Builtin, res.Gaps, res.Warnings, res.Stats, l.Stats)
	return b.String()
}

func loaded(t *testing.T, tree *source.Tree, c *source.Cache) *driver.Loaded {
	t.Helper()
	l, err := driver.Load(t.Context(), tree, driver.LoadOptions{Jobs: 2, Cache: c})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// unread are changes of files that have nothing to do with the family.
var unread = []edit{
	{"drivers/other/a.c", "", "int other(void)\n{\n\treturn 0;\n}\n"},
	{"drivers/other/a.c", "", "int other(void)\n{\n\treturn another();\n}\n"},
	{"drivers/other/a.h", "", "#define OTHER 1\n"},
	{"drivers/other/b.c", "", "#include \"a.h\"\nint one(void)\n{\n\treturn 0;\n}\n"},
}

// TestKnown edits the files of a tree on disk at random, and lays edits over it, and
// compares what is found with what is kept of the states before with what is found in
// a tree that is read as a whole.
func TestKnown(t *testing.T) {
	tree, texts := fixtureTree(t)
	c := source.NewCache(t.TempDir(), "test")
	c.Tick = -time.Hour
	all := append(unread, edits...)
	r := rand.New(rand.NewPCG(3, 4))
	n := 16
	if testing.Short() {
		n = 4
	}
	disk, over, inPart, different := 0, 0, 0, map[string]bool{}
	for i := range n {
		from := all
		if i%2 == 0 {
			from = unread
		}
		onDisk := apply(texts, []edit{from[r.IntN(len(from))]})
		for path, text := range onDisk {
			put(t, filepath.Join(tree.Root, path), text)
		}
		l := loaded(t, tree, c)
		if l.IsKnown() {
			disk++
		}
		if l.IsKnownInPart() {
			inPart++
		}
		plain := loaded(t, tree, nil)
		want := judged(t, plain)
		if diff := cmp.Diff(want, judged(t, l)); diff != "" {
			t.Fatalf("%d: (-without the cache +with it):\n%s", i, diff)
		}
		if err := l.Keep(rules.All()); err != nil {
			t.Fatal(err)
		}
		different[want] = true

		list := []edit{all[r.IntN(len(all))], from[r.IntN(len(from))]}
		laid := apply(texts, list)
		next, err := l.With(laid)
		if err != nil {
			t.Fatal(err)
		}
		if next.IsKnown() {
			over++
		}
		if next.IsKnownInPart() {
			inPart++
		}
		next.Stats = source.Stats{}
		fresh := loaded(t, tree.WithOverlay(laid), nil)
		fresh.Stats = source.Stats{}
		if diff := cmp.Diff(judged(t, fresh), judged(t, next)); diff != "" {
			t.Fatalf("%d: after %v (-read as a whole +edited):\n%s", i, list, diff)
		}
		again := loaded(t, tree.WithOverlay(laid), c)
		again.Stats = source.Stats{}
		if diff := cmp.Diff(judged(t, fresh), judged(t, again)); diff != "" {
			t.Fatalf("%d: with %v over the tree (-without the cache +with it):\n%s", i, list, diff)
		}
	}
	if !testing.Short() && (disk < n/4 || disk > n*3/4 || over < n/8 || over > n*3/4 || inPart < n/8 || len(different) < n/8) {
		t.Errorf("of %d, known: %d on disk, %d edited, %d in part; %d results", n, disk, over, inPart, len(different))
	}
}

func put(t *testing.T, name string, text []byte) {
	t.Helper()
	if text == nil {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, text, 0o644); err != nil {
		t.Fatal(err)
	}
}
