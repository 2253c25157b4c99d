// SPDX-License-Identifier: MIT

package realtree

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gupvet/gupvet/internal/gup"
)

// An oracle is the tree's own code that looks at arguments, cut out while the
// test runs and compiled. What the code does with arguments that it lets pass
// is stubbed, and succeeds.
type oracle struct {
	enums     map[string]string // files whose FOLL_ constants are cut out
	functions map[string][]string
	stubs     string
}

// prelude stands for all that the pieces need of a kernel. A WARN is noted, and what
// comes back.
const prelude = `
#include <stdbool.h>
#include <stdio.h>
#include <stddef.h>
static int refused;
#define WARN_ON(c) ({ bool c_ = !!(c); if (c_) refused = 1; c_; })
#define WARN_ON_ONCE(c) WARN_ON(c)
#define EINVAL 22
#define EFAULT 14
#define EAGAIN 11
#define EOVERFLOW 75
#define ENOMEM 12
#define __user
#define __force
#define unlikely(x) (x)
#define likely(x) (x)
#define PAGE_SHIFT 12
#define PAGE_MASK (~((1UL << PAGE_SHIFT) - 1))
#define TASK_SIZE_MAX (1UL << 47)
#define ERR_PTR(e) ((void *)(long)(e))
#define untagged_addr(a) (a)
#define access_ok(a, n) 1
#define might_lock_read(l) do { } while (0)
#define mm_set_has_pinned_flag(f) do { } while (0)
#define check_add_overflow(a, b, d) __builtin_add_overflow(a, b, d)
#define mmap_read_lock(mm) do { } while (0)
#define mmap_read_unlock(mm) do { } while (0)
#define memalloc_pin_save() 0
#define memalloc_pin_restore(f) do { (void)(f); } while (0)
#define check_and_migrate_movable_pages(n, p) 0
#define vma_lookup(mm, a) (&some_vma)
#define put_page(p) do { } while (0)
#define current (&some_task)
struct page; struct vm_area_struct { int x; };
struct mm_struct { unsigned long flags; int mmap_lock; };
struct task { struct mm_struct *mm; };
static struct mm_struct some_mm;
static struct task some_task = { &some_mm };
static struct vm_area_struct some_vma;
static int store(struct page **pages)
{
	if (pages)
		*pages = (struct page *)8;
	return 1;
}
`

var oracles = map[string]oracle{
	"6.12": {
		enums: map[string]string{"include/linux/mm_types.h": "FOLL_WRITE", "mm/internal.h": "FOLL_TOUCH"},
		functions: map[string][]string{
			"mm/gup.c": {"is_valid_gup_args", "gup_fast_fallback", "get_user_pages_remote", "get_user_pages", "get_user_pages_unlocked",
				"get_user_pages_fast_only", "get_user_pages_fast", "pin_user_pages_fast", "pin_user_pages_remote", "pin_user_pages",
				"pin_user_pages_unlocked"},
			"include/linux/mm.h": {"get_user_page_vma_remote", "get_user_page_fast_only"},
		},
		stubs: `
#define __get_user_pages_locked(mm, s, n, p, l, f) ({ (void)(l); store(p); })
#define __gup_longterm_locked(mm, s, n, p, l, f) ({ (void)(l); store(p); })
#define gup_fast(s, e, f, p) store(p)
`,
	},
	"6.1": {
		functions: map[string][]string{
			"mm/gup.c": {"is_valid_gup_flags", "__gup_longterm_locked", "__get_user_pages_remote", "get_user_pages_remote", "get_user_pages",
				"get_user_pages_unlocked", "internal_get_user_pages_fast", "get_user_pages_fast_only", "get_user_pages_fast",
				"pin_user_pages_fast", "pin_user_pages_fast_only", "pin_user_pages_remote", "pin_user_pages", "pin_user_pages_unlocked", "follow_page"},
			"include/linux/mm.h": {"get_user_page_fast_only"},
		},
		stubs: `
#define __get_user_pages_locked(mm, s, n, p, v, l, f) ({ (void)(l); store(p); })
#define __gup_longterm_unlocked(s, n, f, p) __gup_longterm_locked(current->mm, s, n, p, NULL, f)
#define lockless_pages_from_mm(s, e, f, p) ({ if (!(p)) refused = 1; store(p); }) /* stores without asking */
struct follow_page_context { void *pgmap; };
#define vma_is_secretmem(v) 0
#define follow_page_mask(...) ((struct page *)8)
#define put_dev_pagemap(p) do { } while (0)
`,
	},
}

// cutFunction gives the definition of a function: from the line of its name, or
// that before it, to the brace at the left margin. Of twins it is the first.
func cutFunction(text []byte, name string) []byte {
	re := regexp.MustCompile(`(?m)^\w[\w *]*\b` + name + `\([^;{]*\)\n\{\n(?s:.*?)\n\}\n`)
	return re.Find(text)
}

// cutEnum gives the enumeration in which a name is defined.
func cutEnum(text []byte, name string) []byte {
	re := regexp.MustCompile(`(?m)^enum \{\n(?:[^}]*\n)?[\t /*]*` + name + `\b[^}]*\};\n`)
	return re.Find(text)
}

// defines lists the #defines of FOLL_ names and of masks of them.
var defines = regexp.MustCompile(`(?m)^#define (?:FOLL_\w+\s+0x\w+|INTERNAL_GUP_FLAGS\s(?:.*\\\n)*.*)`)

// build writes and compiles the program of an oracle. It reads lines of entry,
// flags, pages and locked, all numbers, and answers each with 1 for a call that is
// refused.
func (o oracle) build(t *testing.T, k *Kernel, entries []*gup.Entry) string {
	t.Helper()
	var b bytes.Buffer
	b.WriteString(prelude)
	read := func(path string) []byte {
		text, err := k.Tree.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for path, name := range o.enums {
		piece := cutEnum(read(path), name)
		if piece == nil {
			t.Fatalf("%s has no enumeration with %s", path, name)
		}
		b.Write(piece)
	}
	for _, path := range []string{"include/linux/mm.h", "mm/internal.h"} {
		for _, d := range defines.FindAll(read(path), -1) {
			fmt.Fprintf(&b, "%s\n", bytes.SplitN(d, []byte("/*"), 2)[0])
		}
	}
	b.WriteString(o.stubs)
	for _, path := range []string{"mm/gup.c", "include/linux/mm.h"} {
		for _, name := range o.functions[path] {
			piece := cutFunction(read(path), name)
			if piece == nil {
				t.Fatalf("%s has no function %s", path, name)
			}
			b.Write(piece)
		}
	}
	b.WriteString(oracleMain(entries))
	dir := t.TempDir()
	src, bin := filepath.Join(dir, "oracle.c"), filepath.Join(dir, "oracle")
	if err := os.WriteFile(src, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("cc", "-w", "-O1", "-o", bin, src).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return bin
}

func oracleMain(entries []*gup.Entry) string {
	var b strings.Builder
	b.WriteString(`
int main(void)
{
	int entry, with_pages, with_locked;
	unsigned int flags;

	while (scanf("%d %u %d %d", &entry, &flags, &with_pages, &with_locked) == 4) {
		struct mm_struct *mm = &some_mm;
		struct vm_area_struct *vma = &some_vma;
		struct page *array[1];
		struct page **pages = with_pages ? array : NULL;
		int held = 1, *locked = with_locked ? &held : NULL;

		refused = 0;
		switch (entry) {
`)
	for i, e := range entries {
		fmt.Fprintf(&b, "\t\tcase %d: refused |= (long)%s <= 0; break;\n", i, callText(e, "flags", "pages", "locked"))
	}
	b.WriteString("\t\t}\n\t\tputs(refused ? \"1\" : \"0\");\n\t}\n\treturn 0;\n}\n")
	return b.String()
}

// callText spells a call of an entry.
func callText(e *gup.Entry, flags, pages, locked string) string {
	args := make([]string, len(e.Params))
	for i := range args {
		switch r := e.Roles; i {
		case r.MM:
			args[i] = "mm"
		case r.Start:
			args[i] = "0x1000"
		case r.Nr:
			args[i] = "1"
		case r.Flags:
			args[i] = flags
		case r.Pages:
			args[i] = pages
		case r.Locked:
			args[i] = locked
		case r.VMAs:
			args[i] = "NULL"
		case r.VMA:
			args[i] = "vma"
		default:
			args[i] = "&vma"
		}
	}
	return e.Name + "(" + strings.Join(args, ", ") + ")"
}

// answers asks the compiled oracle about calls.
func answers(t *testing.T, bin string, calls []genCall) []bool {
	t.Helper()
	var in bytes.Buffer
	for _, c := range calls {
		fmt.Fprintln(&in, c.entry, c.mask, number(c.pages), number(c.locked))
	}
	cmd := exec.CommandContext(t.Context(), bin)
	cmd.Stdin = &in
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Fields(string(out))
	if len(lines) != len(calls) {
		t.Fatalf("%d answers for %d calls", len(lines), len(calls))
	}
	list := make([]bool, len(lines))
	for i, l := range lines {
		list[i] = l == "1"
	}
	return list
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
