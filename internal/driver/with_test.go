// SPDX-License-Identifier: MIT

package driver_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/rules"
)

// An edit replaces some text of a file wherever it stands.
type edit struct{ path, old, new string }

const pinner = "drivers/misc/pinner/"

// edits are changes of the driver in kernel-fixtures/series, some of which make
// it wrong, far from where they are.
var edits = []edit{
	{pinner + "pin.h", "FOLL_WRITE | FOLL_LONGTERM", "FOLL_WRITE | FOLL_LONGTERM | FOLL_GET"},
	{pinner + "pin.h", "write ? FOLL_WRITE : 0", "write ? FOLL_WRITE : FOLL_LONGTERM"},
	{pinner + "pin.h", "\tint nr;", "\tint nr;\n\tint other;"},
	{pinner + "pin.h", "PIN_LONG", "PIN_VERY_LONG"},
	{pinner + "pin.c", "nr, gup_flags, pages)", "nr, gup_flags | FOLL_TOUCH, pages)"},
	{pinner + "pin.c", "\tif (locked)\n", ""},
	{pinner + "pin.c", "unpin_user_pages(pages, nr);", "int i;\n\n\tfor (i = 0; i < nr; i++)\n\t\tput_page(pages[i]);"},
	{pinner + "pin.c", "pin_user_pages_fast", "get_user_pages_fast"},
	{pinner + "pin.c", "&locked", "NULL"},
	{pinner + "pin.c", "/* pin_range - pin", "/*\n * pin_range - pin"},
	{pinner + "buf.c", "FOLL_LONGTERM;", "FOLL_LONGTERM | FOLL_PIN;"},
	{pinner + "buf.c", "buf_flags", "buf_gup_flags"},
	{pinner + "buf.c", "buf_flags(area), area->pages", "buf_flags(area), NULL"},
	{pinner + "buf.c", "PIN_BASE", "FOLL_LONGTERM"},
	{pinner + "buf.c", "#include \"pin.h\"", "#include \"pin.h\"\n#include \"flags.h\""},
	{pinner + "ring.c", "area.pin_flags = FOLL_WRITE;", "area.pin_flags = FOLL_GET;"},
	{pinner + "ring.c", ".take = ring_take", ".take = pin_locked"},
	{pinner + "ring.c", "ring->area.pages", "NULL"},
	{pinner + "ring.c", "area->nr, gup_flags", "area->nr, gup_flags | FOLL_REMOTE"},
	{pinner + "flags.h", "", "#undef PIN_BASE\n#define PIN_BASE FOLL_UNLOCKABLE\n"},
	{pinner + "a.c", "", "#include \"pin.h\"\nint pin_range(unsigned long addr, int nr, unsigned int gup_flags, struct page **pages)\n" +
		"{\n\treturn pin_user_pages_fast(addr, nr, gup_flags | FOLL_GET, pages);\n}\n"},
	{pinner + "ops.c", "", "#include \"pin.h\"\nconst struct pin_ops more_ops = {\n\t.take = pin_locked,\n};\n"},
	{"include/linux/mm.h", "int get_user_pages_fast(", "\n\nint get_user_pages_fast("},
	{"mm/gup.c", "WARN_ON_ONCE(gup_flags & FOLL_PIN)", "WARN_ON_ONCE(gup_flags & (FOLL_PIN | FOLL_WRITE))"},
}

// fixtureTree is the driver in a tree.
func fixtureTree(t testing.TB) (*source.Tree, map[string]string) {
	t.Helper()
	tree := source.OpenRoot(kerneltest.Bare(t, "linux-6.12"))
	texts := map[string]string{}
	for _, e := range edits {
		if text, err := tree.ReadFile(e.path); err == nil {
			texts[e.path] = string(text)
		}
	}
	return tree, texts
}

// apply gives the files that edits change, with the texts that they have then.
func apply(texts map[string]string, list []edit) map[string][]byte {
	now := maps.Clone(texts)
	out := map[string][]byte{}
	for _, e := range list {
		if e.old == "" {
			now[e.path] = e.new
		} else {
			now[e.path] = strings.ReplaceAll(now[e.path], e.old, e.new)
		}
		out[e.path] = []byte(now[e.path])
	}
	return out
}

// show writes down all that was found.
func show(t *testing.T, l *driver.Loaded) string {
	t.Helper()
	res, err := driver.Run(t.Context(), l.Snapshot, rules.All(), driver.Options{Strict: true, Severity: lint.Note})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range res.Findings {
		fmt.Fprintf(&b, "%+v\n", *f)
	}
	fmt.Fprintln(&b, res.Gaps, res.Warnings, res.Stats.Functions, res.Stats.Sites)
	return b.String()
}

// TestWith edits a tree at random, again and again, and compares what is found in
// the edited tree, taking over what it can from the trees before, with what is
// found in one that has been read as a whole.
func TestWith(t *testing.T) {
	tree, texts := fixtureTree(t)
	editAtRandom(t, tree, texts, edits, 40, 13)
}

// editAtRandom is TestWith for n lists of some edits, that have to make a difference.
func editAtRandom(t *testing.T, tree *source.Tree, texts map[string]string, edits []edit, n, least int) {
	t.Helper()
	first, err := driver.Load(t.Context(), tree, driver.LoadOptions{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	first.Memo = passes.NewMemo()
	plain := show(t, first)
	r := rand.New(rand.NewPCG(1, 2))
	different := map[string]bool{}
	if testing.Short() {
		n /= 5
	}
	last, files := first, map[string][]byte{}
	for i := range n {
		var list []edit
		for _, k := range r.Perm(len(edits))[:1+r.IntN(4)] {
			list = append(list, edits[k])
		}
		from := first
		changed := apply(texts, list)
		if i%2 == 1 { // on top of the one before, whose other edits are undone
			from = last
			for path := range files {
				if changed[path] == nil {
					changed[path] = original(texts, path)
				}
			}
		}
		edited, err := from.With(changed)
		if err != nil {
			t.Fatal(err)
		}
		fresh, err := driver.Load(t.Context(), tree.WithOverlay(changed), driver.LoadOptions{Jobs: 2})
		if err != nil {
			t.Fatal(err)
		}
		want := show(t, fresh)
		if diff := cmp.Diff(want, show(t, edited)); diff != "" {
			t.Fatalf("%d: after %v (-read as a whole +edited):\n%s", i, list, diff)
		}
		different[want] = true
		last, files = edited, changed
	}
	if !testing.Short() && len(different) < least {
		t.Errorf("%d edits give %d results: they are too few to tell anything", n, len(different))
	}
	if diff := cmp.Diff(plain, show(t, first)); diff != "" {
		t.Errorf("the first tree is no longer what it was:\n%s", diff)
	}
}

func original(texts map[string]string, path string) []byte {
	if text, ok := texts[path]; ok {
		return []byte(text)
	}
	return nil
}

// TestWithReal edits files of a real kernel.
func TestWithReal(t *testing.T) {
	tree := source.OpenRoot(kerneltest.Tree(t, "6.12"))
	first, err := driver.Load(t.Context(), tree, driver.LoadOptions{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	first.Memo = passes.NewMemo()
	show(t, first)
	for _, e := range []edit{
		{"drivers/infiniband/core/umem.c", "FOLL_LONGTERM", "FOLL_LONGTERM | FOLL_GET"},
		{"virt/kvm/kvm_main.c", "FOLL_HWPOISON", "FOLL_HWPOISON | FOLL_TOUCH"},
		{"include/linux/kvm_host.h", "static inline", "static  inline"},
		{"net/rds/rds.h", "FOLL_WRITE", "FOLL_WRITE | FOLL_PIN"},
		{"fs/ext4/inode.c", "{", " {"},
	} {
		text, err := tree.ReadFile(e.path)
		if err != nil {
			t.Fatal(err)
		}
		changed := apply(map[string]string{e.path: string(text)}, []edit{e})
		edited, err := first.With(changed)
		if err != nil {
			t.Fatal(err)
		}
		fresh, err := driver.Load(t.Context(), tree.WithOverlay(changed), driver.LoadOptions{Jobs: 2})
		if err != nil {
			t.Fatal(err)
		}
		want, got := strings.Split(show(t, fresh), "\n"), strings.Split(show(t, edited), "\n")
		if !slices.Equal(want, got) {
			t.Errorf("%s (-read as a whole +edited):\n%s", e.path, cmp.Diff(want, got))
		}
	}
}
