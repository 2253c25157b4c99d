// SPDX-License-Identifier: MIT
// tree: linux-6.1
// path: drivers/misc/hold/fix.c
// Where the pointer can be left out.
#include <linux/mm.h>

struct hold {
	struct mm_struct *mm;
	struct page **pages;
	int locked;
};

long member(struct hold *h, unsigned long addr)
{
	h->locked = 1;
	return pin_user_pages_remote(h->mm, addr, 1, FOLL_LONGTERM, h->pages, NULL, &h->locked); // want "is refused"
}

/* The variable would be for nothing. */
long unused(struct hold *h, unsigned long addr)
{
	int locked = 1;

	return pin_user_pages_remote(h->mm, addr, 1, FOLL_LONGTERM, h->pages, NULL, &locked); // want "is refused"
}

/* Without the flag the pointer is of use. */
long sometimes(struct hold *h, unsigned long addr, bool forever)
{
	h->locked = 1;
	return pin_user_pages_remote(h->mm, addr, 1, forever ? FOLL_LONGTERM : 0, h->pages, NULL, &h->locked); // want "is refused"
}
