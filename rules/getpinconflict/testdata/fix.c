// SPDX-License-Identifier: MIT
// path: drivers/misc/keep/fix.c
// What is pinned and given back in one place.
#include <linux/mm.h>

int unpinned(unsigned long addr, struct page **page)
{
	int n = pin_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_GET, page); // want "takes a pin"

	if (n != 1)
		return n < 0 ? n : -EFAULT;
	set_page_dirty_lock(*page);
	unpin_user_page(*page);
	return 0;
}

/* A reference may be what is meant. */
int put(unsigned long addr)
{
	struct page *page;
	int n = pin_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_GET, &page); // want "takes a pin"

	if (n != 1)
		return n < 0 ? n : -EFAULT;
	put_page(page);
	return 0;
}

/* Given back elsewhere. */
int handed_out(unsigned long addr, struct page **page)
{
	return pin_user_pages_fast(addr, 1, FOLL_GET, page); // want "takes a pin"
}
