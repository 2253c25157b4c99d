// SPDX-License-Identifier: MIT
// path: drivers/misc/fill/fill.c
// What the rule cannot see.
#include <linux/mm.h>

struct fill {
	struct page **pages;
};

/* NULL in memory that others write to as well. */
void forget(struct fill *f)
{
	f->pages = NULL;
}

int forgotten(struct fill *f, unsigned long addr)
{
	return pin_user_pages_fast(addr, 1, FOLL_WRITE, f->pages); // limit "has to hand"
}

/* NULL given to a wrapper: its callers are asked about flags and locked only. */
static int grab(unsigned long addr, int nr, struct page **pages)
{
	return get_user_pages_fast(addr, nr, FOLL_WRITE, pages);
}

int through_wrapper(unsigned long addr)
{
	return grab(addr, 1, NULL); // limit "has to hand"
}
