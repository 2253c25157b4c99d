// SPDX-License-Identifier: MIT

package rules_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/rules"
)

// newDriver is where a mutation puts code of its own.
const newDriver = "drivers/misc/mutation.c"

// A mutation is a change to a copy of a tree: texts that replace others, all of
// which have to be there, and a driver.
type mutation struct {
	tree   string
	edits  []edit
	driver string
}

type edit struct{ path, old, new string }

// apply gives the tree with the mutation.
func (m *mutation) apply(t *testing.T) *source.Tree {
	t.Helper()
	tree := source.OpenRoot(filepath.Join(kerneltest.Root(t), "kernel-fixtures", m.tree))
	texts := map[string]string{}
	for _, e := range m.edits {
		text, ok := texts[e.path]
		if !ok {
			b, err := tree.ReadFile(e.path)
			if err != nil {
				t.Fatal(err)
			}
			text = string(b)
		}
		if !strings.Contains(text, e.old) {
			t.Fatalf("%s has no %q", e.path, e.old)
		}
		texts[e.path] = strings.ReplaceAll(text, e.old, e.new)
	}
	overlay := map[string][]byte{}
	for path, text := range texts {
		overlay[path] = []byte(text)
	}
	if m.driver != "" {
		overlay[newDriver] = []byte("#include <linux/mm.h>\n" + m.driver)
	}
	return tree.WithOverlay(overlay)
}

// found lists what is found in a tree at the default level: place, rule, message.
func found(t *testing.T, tree *source.Tree) []string {
	t.Helper()
	l, err := driver.Load(t.Context(), tree, driver.LoadOptions{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	res, err := driver.Run(t.Context(), l.Snapshot, rules.All(), driver.Options{Severity: lint.Warning})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range res.Findings {
		out = append(out, fmt.Sprintf("%s:%d: %s: %s", f.At.File, f.At.Start.Line, f.Rule, f.Message))
	}
	return out
}

// TestMutations changes what the trees say of the API. The findings follow: come,
// go and change their words as the tree does.
func TestMutations(t *testing.T) {
	tests := []struct {
		name string
		mutation
		// gone and come are parts of the findings that there are less and more
		// than in the tree as it is, in order.
		gone, come []string
	}{
		{
			name: "a refusal is added",
			mutation: mutation{tree: "linux-6.12", edits: []edit{{"mm/gup.c",
				"	*gup_flags_p = flags;\n	return true;",
				"	/* Numa hints take their time. */\n	if (WARN_ON_ONCE((flags & FOLL_NOWAIT) && (flags & FOLL_HONOR_NUMA_FAULT)))\n		return false;\n	*gup_flags_p = flags;\n	return true;"}},
				driver: "long f(unsigned long a, struct page **p)\n{\n\treturn get_user_pages_unlocked(a, 1, p, FOLL_NOWAIT | FOLL_HONOR_NUMA_FAULT);\n}\n"},
			come: []string{
				newDriver + ":4: refused-arguments: FOLL_NOWAIT and FOLL_HONOR_NUMA_FAULT together are refused by get_user_pages_unlocked()",
				"virt/vmm/pfn.c:29: refused-arguments: FOLL_NOWAIT and FOLL_HONOR_NUMA_FAULT together are refused", // if async
			},
		},
		{
			name: "a refusal is lifted",
			mutation: mutation{tree: "linux-7.0", edits: []edit{{"mm/gup.c",
				"	if (WARN_ON_ONCE((flags & FOLL_LONGTERM) && (flags & FOLL_PCI_P2PDMA)))\n		return false;\n", ""}}},
			gone: []string{"drivers/iommu/iommufd/peers.c:25: longterm-p2pdma"},
		},
		{
			name: "a refusal of old kernels is lifted",
			mutation: mutation{tree: "linux-6.1", edits: []edit{{"mm/gup.c",
				"	/* It may let go of the lock: see __get_user_pages_remote(). */\n	if (WARN_ON_ONCE(gup_flags & FOLL_LONGTERM))\n		return -EINVAL;\n", ""}}},
			gone: []string{"drivers/media/capture.c:37: longterm-lock-drop"},
		},
		{
			name: "an internal flag gets another name",
			mutation: mutation{tree: "linux-6.12", edits: []edit{
				{"mm/gup.c", "FOLL_REMOTE", "FOLL_FOREIGN"},
				{"mm/internal.h", "FOLL_REMOTE", "FOLL_FOREIGN"}},
				driver: "long f(unsigned long a, struct page **p)\n{\n\treturn get_user_pages_unlocked(a, 1, p, FOLL_FOREIGN);\n}\n"},
			come: []string{newDriver + ":4: internal-flag: FOLL_FOREIGN"},
		},
		{
			name: "an internal flag becomes one for callers",
			mutation: mutation{tree: "linux-6.12", edits: []edit{{"mm/internal.h",
				"#define INTERNAL_GUP_FLAGS (FOLL_TOUCH | ", "#define INTERNAL_GUP_FLAGS ("}},
				driver: "long f(unsigned long a, struct page **p)\n{\n\treturn get_user_pages_unlocked(a, 1, p, FOLL_TOUCH);\n}\n"},
		},
		{
			name: "an entry is added",
			mutation: mutation{tree: "linux-6.12", edits: []edit{
				{"include/linux/mm.h", "struct page *get_dump_page(unsigned long addr);",
					"struct page *get_dump_page(unsigned long addr);\nlong get_user_pages_patient(unsigned long start, unsigned long nr_pages,\n\t\t\t    unsigned int gup_flags, struct page **pages);"},
				{"mm/gup.c", "EXPORT_SYMBOL(get_user_pages_unlocked);",
					"EXPORT_SYMBOL(get_user_pages_unlocked);\n\nlong get_user_pages_patient(unsigned long start, unsigned long nr_pages,\n\t\t\t    unsigned int gup_flags, struct page **pages)\n{\n\tint take = 0;\n\n\tif (WARN_ON_ONCE(gup_flags & FOLL_NOWAIT))\n\t\treturn -EINVAL;\n\tif (!is_valid_gup_args(pages, NULL, &gup_flags,\n\t\t\t       FOLL_TOUCH | FOLL_UNLOCKABLE))\n\t\treturn -EINVAL;\n\treturn __get_user_pages_locked(current->mm, start, nr_pages, pages,\n\t\t\t\t       &take, gup_flags);\n}\nEXPORT_SYMBOL(get_user_pages_patient);"}},
				driver: "long f(unsigned long a, struct page **p)\n{\n\treturn get_user_pages_patient(a, 1, FOLL_LONGTERM, p);\n}\n\nlong g(unsigned long a, struct page **p)\n{\n\treturn get_user_pages_patient(a, 1, FOLL_NOWAIT, p);\n}\n"},
			come: []string{
				newDriver + ":4: longterm-without-pin: FOLL_LONGTERM needs a pin, and get_user_pages_patient()",
				newDriver + ":9: nowait-lock-drop: get_user_pages_patient()",
			},
		},
		{
			name: "two parameters change places",
			mutation: mutation{tree: "linux-6.12", edits: []edit{
				{"include/linux/mm.h", "long pin_user_pages_remote(struct mm_struct *mm,\n\t\t\t   unsigned long start, unsigned long nr_pages,\n\t\t\t   unsigned int gup_flags, struct page **pages,",
					"long pin_user_pages_remote(struct mm_struct *mm,\n\t\t\t   unsigned long start, unsigned long nr_pages,\n\t\t\t   struct page **pages, unsigned int gup_flags,"},
				{"mm/gup.c", "long pin_user_pages_remote(struct mm_struct *mm,\n\t\t\t   unsigned long start, unsigned long nr_pages,\n\t\t\t   unsigned int gup_flags, struct page **pages,",
					"long pin_user_pages_remote(struct mm_struct *mm,\n\t\t\t   unsigned long start, unsigned long nr_pages,\n\t\t\t   struct page **pages, unsigned int gup_flags,"},
				{"drivers/misc/fastmem.c", "r->npages, flags, r->pages,", "r->npages, r->pages, flags,"},
				{"drivers/vfio/pin.c", "npages, user->gup_flags,\n\t\t\t\t     pages,", "npages, pages,\n\t\t\t\t     user->gup_flags,"},
				{"drivers/vfio/pin.c", "addr, 1, flags, &page, &locked", "addr, 1, &page, flags, &locked"},
				{"kernel/trace/trace_user.c", "uaddr, 1, FOLL_WRITE | FOLL_NOFAULT,\n\t\t\t\t    &page, NULL", "uaddr, 1, &page,\n\t\t\t\t    FOLL_WRITE | FOLL_NOFAULT, NULL"}}},
		},
		{
			name: "a flag is added",
			mutation: mutation{tree: "linux-6.12", edits: []edit{{"include/linux/mm_types.h",
				"	FOLL_HONOR_NUMA_FAULT = 1 << 12,", "	FOLL_HONOR_NUMA_FAULT = 1 << 12,\n	FOLL_HUGE_ONLY = 1 << 13,"}},
				driver: "int f(unsigned long a, struct page **p)\n{\n\treturn pin_user_pages_fast(a, 1, FOLL_HUGE_ONLY, p);\n}\n\nlong g(unsigned long a, struct page **p)\n{\n\treturn pin_user_pages_unlocked(a, 1, p, FOLL_HUGE_ONLY);\n}\n"},
			come: []string{newDriver + ":4: fast-forbidden-flag: FOLL_HUGE_ONLY is not among the flags"},
		},
		{
			name: "a flag is added, for fast entries too",
			mutation: mutation{tree: "linux-6.12", edits: []edit{
				{"include/linux/mm_types.h", "	FOLL_HONOR_NUMA_FAULT = 1 << 12,", "	FOLL_HONOR_NUMA_FAULT = 1 << 12,\n	FOLL_HUGE_ONLY = 1 << 13,"},
				{"mm/gup.c", "FOLL_PCI_P2PDMA | FOLL_HONOR_NUMA_FAULT)", "FOLL_PCI_P2PDMA | FOLL_HONOR_NUMA_FAULT | FOLL_HUGE_ONLY)"}},
				driver: "int f(unsigned long a, struct page **p)\n{\n\treturn pin_user_pages_fast(a, 1, FOLL_HUGE_ONLY, p);\n}\n"},
		},
		{
			name:     "a flag gets another number",
			mutation: mutation{tree: "linux-7.0", edits: []edit{{"mm/internal.h", "FOLL_PIN = 1 << 19", "FOLL_PIN = 1 << 23"}}},
			gone:     []string{"drivers/virt/enclave.c:39: internal-flag"},
		},
		{
			name: "an entry lets go of the lock that did not",
			mutation: mutation{tree: "linux-6.12", edits: []edit{{"mm/gup.c",
				"	int held = 1;\n\n	if (!is_valid_gup_args(pages, NULL, &gup_flags, FOLL_PIN))\n		return 0;",
				"	int held = 0;\n\n	if (!is_valid_gup_args(pages, NULL, &gup_flags, FOLL_PIN | FOLL_UNLOCKABLE))\n		return 0;"}}},
			come: []string{"net/xsk/umem.c:33: mmap-lock-held: pin_user_pages() takes mmap_lock"},
		},
	}
	before := map[string][]string{}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if before[tt.tree] == nil {
				before[tt.tree] = found(t, (&mutation{tree: tt.tree}).apply(t))
			}
			now := found(t, tt.apply(t))
			compareParts(t, "gone", tt.gone, missing(before[tt.tree], now))
			compareParts(t, "come", tt.come, missing(now, before[tt.tree]))
		})
	}
}

// missing lists what is in one list and not in another.
func missing(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
}

// compareParts compares findings with the parts of them that are wanted.
func compareParts(t *testing.T, what string, want, got []string) {
	t.Helper()
	short := slices.Clone(got)
	for i, s := range short {
		if i < len(want) && strings.HasPrefix(s, want[i]) {
			short[i] = want[i]
		}
	}
	if diff := cmp.Diff(want, short, cmp.Transformer("empty", func(s []string) []string { return append([]string{}, s...) })); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
