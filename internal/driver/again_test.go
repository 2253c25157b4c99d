// SPDX-License-Identifier: MIT

package driver_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gupvet/gupvet/internal/driver"
	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/rules"
)

// apart are drivers that have nothing to do with each other.
var apart = map[string]string{
	"drivers/a/wrap.c": `
long hold(unsigned long addr, int nr, unsigned int flags, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, flags, pages);
}
`,
	"drivers/a/user.c": `
long user(unsigned long addr, struct page **pages)
{
	return hold(addr, 1, FOLL_WRITE, pages);
}
`,
	"drivers/b/own.c": `
long own(unsigned long addr, struct page **pages)
{
	long ret = pin_user_pages_fast(addr, 1, FOLL_WRITE, pages);

	return ret;
}
`,
	"drivers/c/ops.c": `
struct c_ops {
	long (*take)(unsigned long addr, unsigned int flags, struct page **pages);
};

static long c_take(unsigned long addr, unsigned int flags, struct page **pages)
{
	return pin_user_pages_fast(addr, 1, flags, pages);
}

const struct c_ops c_ops = {
	.take = c_take,
};
`,
	"drivers/d/inl.h": `
static inline long inl_hold(unsigned long addr, struct page **pages)
{
	return pin_user_pages_fast(addr, 1, FOLL_GET, pages);
}

#define HOLD(addr, flags, pages) pin_user_pages_fast(addr, 1, flags, pages)
`,
	"drivers/d/inl.c": `
#include "inl.h"

long inl(unsigned long addr, struct page **pages)
{
	return inl_hold(addr, pages) + HOLD(addr, FOLL_WRITE, pages);
}
`,
	"drivers/e/need.c": `
long need(struct mm_struct *mm, unsigned long addr, struct page **pages)
{
	return pin_user_pages_remote(mm, addr, 1, FOLL_WRITE, pages, NULL);
}
`,
	"drivers/e/ioctl.c": `
static long e_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	return need(current->mm, arg, file->pages);
}

static const struct file_operations e_fops = {
	.unlocked_ioctl = e_ioctl,
};

long other(unsigned long addr, struct page **pages)
{
	return 0;
}
`,
	"drivers/g/near.c": `
static long g_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	long ret = pin_user_pages_fast(arg, 1, FOLL_WRITE, file->pages);

	return ret < 0 ? ret : far(current->mm, arg, file->pages);
}

static const struct file_operations g_fops = {
	.unlocked_ioctl = g_ioctl,
};
`,
	"drivers/g/far.c": `
long far(struct mm_struct *mm, unsigned long addr, struct page **pages)
{
	return 0;
}
`,
	"drivers/f/none.c": `
#include "../d/inl.h"

int none(unsigned long addr, const struct c_ops *ops, struct page **pages)
{
	return 0;
}
`,
}

// partings are edits after which they have, or no more.
var partings = []encounter{
	{"a file without calls calls a wrapper", []edit{{"drivers/f/none.c", "return 0", "return hold(addr, 1, FOLL_GET, pages)"}},
		"+drivers/f/none.c get-pin-conflict"},
	{"a file with calls does", []edit{{"drivers/b/own.c", "return ret", "return ret + hold(addr, 1, FOLL_GET, pages)"}},
		"+drivers/b/own.c get-pin-conflict"},
	{"through an ops table", []edit{{"drivers/f/none.c", "return 0", "return ops->take(addr, FOLL_GET, pages)"}},
		"+drivers/f/none.c get-pin-conflict"},
	{"a wrapper enters an ops table", []edit{{"drivers/b/own.c", "\nlong own", "\nconst struct c_ops b_ops = {\n\t.take = own_take,\n};\n\nlong own"},
		{"drivers/f/none.c", "return 0", "return ops->take(addr, FOLL_GET, pages)"}},
		"+drivers/f/none.c get-pin-conflict"},
	{"an inline function of a header", []edit{{"drivers/f/none.c", "return 0", "return inl_hold(addr, pages)"}}, ""},
	{"a macro of a header", []edit{{"drivers/f/none.c", "return 0", "return HOLD(addr, FOLL_GET, pages)"}},
		"+drivers/f/none.c get-pin-conflict"},
	{"a wrapper gets a flag", []edit{{"drivers/a/wrap.c", "flags, pages);\n}", "flags | FOLL_GET, pages);\n}"}},
		"+drivers/a/wrap.c get-pin-conflict"},
	{"a wrapper is called something else", []edit{{"drivers/a/wrap.c", "long hold", "long held"},
		{"drivers/a/user.c", "FOLL_WRITE", "FOLL_GET"}}, ""},
	{"a caller of another wrapper is followed now", []edit{{"drivers/e/ioctl.c", "return 0", "return pin_user_pages_fast(addr, 1, FOLL_WRITE, pages)"}},
		"+drivers/e/ioctl.c mmap-lock-not-held"},
	{"a function that a followed one calls", []edit{{"drivers/g/far.c", "return 0", "return pin_user_pages_remote(mm, addr, 1, FOLL_WRITE, pages, NULL)"}},
		"+drivers/g/near.c mmap-lock-not-held"},
	{"a call is gone", []edit{{"drivers/d/inl.h", "pin_user_pages_fast(addr, 1, FOLL_GET, pages)", "0"}},
		"-drivers/d/inl.h get-pin-conflict"},
	{"a file is gone", []edit{{"drivers/d/inl.c", "", ""}}, ""},
}

// TestKnownInPart lets drivers that had nothing to do with each other meet.
func TestKnownInPart(t *testing.T) {
	root := kerneltest.Bare(t, "linux-6.12")
	for path, text := range apart {
		put(t, filepath.Join(root, path), []byte(text))
	}
	tree := source.OpenRoot(root)
	l := loaded(t, tree, source.NewCache(t.TempDir(), "test"))
	before := told(t, l)
	for _, c := range partings {
		t.Run(c.name, func(t *testing.T) {
			changed := apply(apart, c.edits)
			for path, text := range changed {
				if len(text) == 0 {
					changed[path] = nil
				}
			}
			next := foundInPart(t, tree, l, changed)
			if diff := difference(before, told(t, next)); diff != c.found {
				t.Errorf("makes the difference %q, want %q", diff, c.found)
			}
		})
	}
}

// foundInPart lays files over a tree of which everything is known, and compares what is
// found then in a part with what is found in the whole.
func foundInPart(t *testing.T, tree *source.Tree, l *driver.Loaded, changed map[string][]byte) *driver.Loaded {
	t.Helper()
	next, err := l.With(changed)
	if err != nil {
		t.Fatal(err)
	}
	if !next.IsKnownInPart() {
		t.Error("nothing is known")
	}
	judged(t, next)
	if !next.IsKnown() {
		t.Error("all was found out again")
	}
	fresh := loaded(t, tree.WithOverlay(changed), nil)
	fresh.Stats, next.Stats = source.Stats{}, source.Stats{}
	if diff := cmp.Diff(judged(t, fresh), judged(t, next)); diff != "" {
		t.Errorf("(-read as a whole +known in part):\n%s", diff)
	}
	return next
}

// told lists what is found at the default level, a line each.
func told(t *testing.T, l *driver.Loaded) []string {
	t.Helper()
	res, err := l.Run(t.Context(), rules.All(), driver.Options{Severity: lint.Warning})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, f := range res.Findings {
		list = append(list, fmt.Sprint(f.At.File, " ", f.Rule))
	}
	return list
}

// difference lists what is in one of two lists alone.
func difference(was, now []string) string {
	count := map[string]int{}
	var out []string
	for _, s := range was {
		count[s]++
	}
	for _, s := range now {
		if count[s]--; count[s] < 0 {
			out = append(out, "+"+s)
		}
	}
	for _, s := range was {
		if count[s] > 0 {
			out, count[s] = append(out, "-"+s), count[s]-1
		}
	}
	return strings.Join(out, "\n")
}
