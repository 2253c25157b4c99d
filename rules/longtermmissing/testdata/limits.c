// SPDX-License-Identifier: MIT
// path: drivers/misc/vault/vault.c
// What the rule cannot see.
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/slab.h>

/* Given back in another file. */
struct far {
	struct page **pages;
	int npages;
};

int far_pin(struct far *f, unsigned long addr)
{
	f->npages = pin_user_pages_fast(addr, 4, FOLL_WRITE, f->pages); // limit "outlive the call"
	return f->npages;
}

/* Long-term on one of two ways. */
struct choice {
	struct page **pages;
	int npages;
};

int choice_pin(struct choice *c, unsigned long addr, bool keep)
{
	c->npages = pin_user_pages_fast(addr, 4, keep ? FOLL_LONGTERM : 0, c->pages); // limit "outlive the call"
	return c->npages;
}

void choice_unpin(struct choice *c)
{
	unpin_user_pages(c->pages, c->npages);
}

/*
 * A guess that is wrong: one function sees to both ends, by two helpers. Those that
 * do either, as they are told, look the same.
 */
struct batch {
	struct page **pages;
	struct page *inline_pages[16];
	unsigned int count, done;
};

static int batch_next(struct batch *b, unsigned long addr)
{
	int n = pin_user_pages_fast(addr, b->count, FOLL_WRITE, b->pages); // want "outlive the call"

	b->done = max(n, 0);
	return n;
}

static void batch_drop(struct batch *b)
{
	unpin_user_pages_dirty_lock(b->pages, b->done, true);
}

int walk(unsigned long addr, unsigned long end, unsigned int count)
{
	struct batch b = { .count = min(count, 16U) };
	int n;

	b.pages = b.inline_pages;
	while (addr < end) {
		n = batch_next(&b, addr);
		if (n <= 0)
			return n;
		batch_drop(&b);
		addr += (unsigned long)n * PAGE_SIZE;
	}
	return 0;
}
