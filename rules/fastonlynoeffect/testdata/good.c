// SPDX-License-Identifier: MIT
// path: drivers/misc/glance/glance.c
// What means something to entries that take no faults.
#include <linux/mm.h>

bool upgrade(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, FOLL_WRITE, page);
}

/* Only the address of the page is wanted. */
bool statistics(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, 0, page);
}

int peers(unsigned long addr, int nr, struct page **pages)
{
	return get_user_pages_fast_only(addr, nr, FOLL_PCI_P2PDMA, pages);
}

/* The entry that falls back has a use for them. */
int with_fallback(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_FORCE | FOLL_NOFAULT, page);
}

long fast_then_slow(unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE;

	if (get_user_page_fast_only(addr, flags, page))
		return 1;
	flags |= FOLL_FORCE | FOLL_HONOR_NUMA_FAULT;
	return get_user_pages_unlocked(addr, 1, page, flags);
}

int masked(unsigned long addr, struct page **page, unsigned int flags)
{
	return get_user_pages_fast_only(addr, 1, flags & FOLL_WRITE, page);
}
