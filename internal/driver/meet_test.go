// SPDX-License-Identifier: MIT

package driver_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/source"
)

// meeting are drivers that have something to do with each other without a call from one
// to the other: by what they keep, or by names alone.
var meeting = map[string]string{
	"include/linux/held.h": `
struct held {
	struct page **pages;
	struct page **spare;
	unsigned int fl;
	unsigned int other_fl;
};
`,
	"drivers/h/pin.c": `
#include <linux/held.h>

int h_pin(struct held *h, unsigned long addr)
{
	return pin_user_pages_fast(addr, 1, FOLL_WRITE, h->pages);
}

void h_put(struct held *h)
{
	put_page(h->pages[0]);
}
`,
	"drivers/i/get.c": `
#include <linux/held.h>

int i_get(struct held *h, unsigned long addr)
{
	return get_user_pages_fast(addr, 1, FOLL_WRITE, h->spare);
}
`,
	"drivers/j/own.c": `
struct own {
	unsigned int fl;
	struct page **pages;
};

long j_pin(struct own *o, unsigned long addr)
{
	return pin_user_pages_fast(addr, 1, o->fl, o->pages);
}

void j_init(struct own *o)
{
	o->fl = FOLL_WRITE;
}
`,
	"drivers/k/own.c": `
struct own {
	unsigned int fl;
	struct page **pages;
};

long k_pin(struct own *o, unsigned long addr)
{
	return pin_user_pages_fast(addr, 1, FOLL_WRITE, o->pages);
}

void k_init(struct own *o)
{
	o->fl = FOLL_GET;
}
`,
	"drivers/l/wrap.c": `
static long grab(unsigned long addr, unsigned int flags, struct page **pages)
{
	return pin_user_pages_fast(addr, 1, flags, pages);
}

long l_grab(unsigned long addr, struct page **pages)
{
	return grab(addr, FOLL_WRITE, pages);
}
`,
	"drivers/m/wrap.c": `
#include <linux/held.h>

long m_wrap(unsigned long addr, unsigned int flags, struct page **pages)
{
	return pin_user_pages_fast(addr, 1, flags, pages);
}

long m_user(unsigned long addr, struct page **pages)
{
	unsigned int flags = FOLL_WRITE;

	return m_wrap(addr, flags, pages);
}

long m_other(unsigned long addr, struct page **pages)
{
	return grab(addr);
}
`,
	"drivers/o/need.c": `
long o_need(struct mm_struct *mm, unsigned long addr, struct page **pages)
{
	return pin_user_pages_remote(mm, addr, 1, FOLL_WRITE, pages, NULL);
}

static long o_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	return p_between(arg, file->pages);
}

static const struct file_operations o_fops = {
	.unlocked_ioctl = o_ioctl,
};
`,
	"drivers/p/store.c": `
#include <linux/held.h>

long p_between(unsigned long addr, struct page **pages)
{
	return o_need(current->mm, addr, pages);
}

void p_store(struct held *h)
{
	h->fl = FOLL_WRITE;
}
`,
	"drivers/q/read.c": `
#include <linux/held.h>

long q_read(struct held *h, unsigned long addr, struct page **pages)
{
	return pin_user_pages_fast(addr, 1, h->fl, pages);
}
`,
	"drivers/r/help.h": `
#define R_FLAGS FOLL_GET

static inline int r_same(unsigned long addr)
{
	return addr > PAGE_SIZE;
}

static inline unsigned int r_help(unsigned long addr)
{
` + strings.Repeat("\tr_count++;\n", 30) + `
	r_same(addr);
	return R_FLAGS;
}
`,
	"drivers/r/use.c": `
#include "help.h"

long r_wrap(unsigned long addr, unsigned int flags, struct page **pages)
{
	return pin_user_pages_fast(addr, 1, flags, pages);
}

long r_user(unsigned long addr, struct page **pages)
{
	return r_wrap(addr, r_help(addr), pages);
}
`,
	"drivers/s/wrap.c": `
long s_wrap(unsigned long addr, unsigned int flags, struct page **pages)
{
	return pin_user_pages_fast(addr, 1, flags, pages);
}
`,
	"drivers/t/ops.c": `
static long t_fetch(unsigned long addr, unsigned int flags, struct page **pages)
{
	return pin_user_pages_fast(addr, 1, flags, pages);
}

const struct t_ops t_ops = {
	.fetch = t_fetch,
};
`,
	"drivers/u/use.c": `
long u_wrap(unsigned long addr, unsigned int flags, struct page **pages)
{
	return pin_user_pages_fast(addr, 1, flags, pages);
}

long u_user(unsigned long addr, struct page **pages, const struct t_ops *ops)
{
	return u_wrap(addr, FOLL_WRITE, pages);
}

long u_other(unsigned long addr, struct page **pages, const struct t_ops *ops)
{
	return ops->fetch(addr, FOLL_WRITE, pages);
}
`,
	"include/linux/wrap.h": `
#define W_HOLD(addr, flags, pages) (w_hold(addr, flags, pages) ? FOLL_GET : FOLL_GET)
`,
	"drivers/w/hold.c": `
static long w_hold(unsigned long addr, unsigned int flags, struct page **pages)
{
	return pin_user_pages_fast(addr, 1, flags, pages);
}

long w_user(unsigned long addr, struct page **pages)
{
	return w_hold(addr, FOLL_WRITE, pages);
}
`,
	"drivers/x/use.c": `
#include <linux/wrap.h>

long x_wrap(unsigned long addr, unsigned int flags, struct page **pages)
{
	return pin_user_pages_fast(addr, 1, flags, pages);
}

long x_user(unsigned long addr, struct page **pages)
{
	unsigned int flags = FOLL_WRITE;

	return x_wrap(addr, flags, pages);
}

long x_other(unsigned long addr, struct page **pages)
{
	return W_HOLD(addr, 0, pages);
}
`,
	"drivers/y/need.c": `
long y_need(struct file *file, unsigned int cmd, unsigned long arg)
{
	return pin_user_pages_remote(current->mm, arg, 1, FOLL_WRITE, file->pages, NULL);
}
`,
	"drivers/z/table.c": `
#include <linux/held.h>

const struct file_operations y_fops = {
	.unlocked_ioctl = y_need,
};

long z_user(unsigned long addr, struct page **pages)
{
	return z_wrap(addr, FOLL_WRITE, pages);
}

void z_store(struct held *h)
{
	h->other_fl = FOLL_WRITE;
}
`,
	"drivers/z/wrap.c": `
#include <linux/held.h>

long z_read(struct held *h, unsigned long addr)
{
	return pin_user_pages_fast(addr, 1, h->other_fl, h->spare);
}

long z_wrap(unsigned long addr, unsigned int flags, struct page **pages)
{
	return 0;
}
`,
	"drivers/n/grab.c": `
unsigned int grab(unsigned long addr)
{
	return FOLL_GET;
}
`,
}

// An encounter is edits, with the difference that they make.
type encounter struct {
	name  string
	edits []edit
	found string
}

// meetings are edits after which they have something to do with each other, or no more.
var meetings = []encounter{
	{"pages of another kind in the same member", []edit{{"drivers/i/get.c", "h->spare", "h->pages"}}, "-drivers/h/pin.c wrong-release"},
	{"a structure of the same name", []edit{{"drivers/k/own.c", "FOLL_WRITE", "o->fl"}}, "+drivers/k/own.c get-pin-conflict"},
	{"a function of the same name", []edit{{"drivers/m/wrap.c", "flags = FOLL_WRITE", "flags = grab(addr)"}}, ""},
	{"a file that is not followed calls", []edit{{"drivers/o/need.c", "FOLL_WRITE", "0"}}, ""},
	{"a function has the name of one in a header", []edit{{"drivers/s/wrap.c", "s_wrap", "r_same"}}, "+drivers/r/use.c get-pin-conflict"},
	{"through one of many tables", []edit{{"drivers/u/use.c", "return u_wrap", "return ops->fetch(addr, FOLL_GET, pages) + u_wrap"}},
		"+drivers/u/use.c get-pin-conflict"},
	{"a macro of a header that wraps a function of that name", []edit{{"drivers/x/use.c", "flags = FOLL_WRITE", "flags = W_HOLD(addr, 0, pages)"}},
		"+drivers/x/use.c get-pin-conflict"},
	{"a file with a table is followed now", []edit{{"drivers/z/wrap.c", "return 0", "return pin_user_pages_fast(addr, 1, flags, pages)"}},
		"+drivers/y/need.c mmap-lock-not-held"},
}

// TestMeet lets groups meet that no call leads from one to the other.
func TestMeet(t *testing.T) {
	root := kerneltest.Bare(t, "linux-6.12")
	for path, text := range meeting {
		put(t, filepath.Join(root, path), []byte(text))
	}
	for i := range 121 { // so many that not all of them are read
		put(t, filepath.Join(root, fmt.Sprintf("drivers/v/many%d.c", i)), []byte("void many(const struct many *m)\n{\n\tm->fetch(0);\n}\n"))
	}
	tree := source.OpenRoot(root)
	l := loaded(t, tree, source.NewCache(t.TempDir(), "test"))
	before := told(t, l)
	if diff := difference([]string{"drivers/h/pin.c wrong-release"}, before); diff != "" {
		t.Errorf("more or less is found: %s", diff)
	}
	for _, c := range meetings {
		t.Run(c.name, func(t *testing.T) {
			changed := apply(maps.Clone(meeting), c.edits)
			next := foundInPart(t, tree, l, changed)
			if diff := difference(before, told(t, next)); diff != c.found {
				t.Errorf("makes the difference %q, want %q", diff, c.found)
			}
		})
	}
}
