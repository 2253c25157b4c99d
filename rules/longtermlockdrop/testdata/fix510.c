// SPDX-License-Identifier: MIT
// tree: linux-5.10
// path: drivers/misc/hold/fix.c
// An entry that has no use for NULL.
#include <linux/mm.h>

struct hold {
	struct page **pages;
	int locked;
};

long needs_it(struct hold *h, unsigned long addr)
{
	h->locked = 1;
	return pin_user_pages_locked(addr, 1, FOLL_LONGTERM, h->pages, &h->locked); // want "is refused"
}
