// SPDX-License-Identifier: MIT
// path: drivers/misc/walk/walk.c
// What the entries without a lock take, and other flags where they belong.
#include <linux/mm.h>

int all_of_them(unsigned long addr, int nr, struct page **pages)
{
	return get_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_FORCE | FOLL_NOFAULT |
				   FOLL_PCI_P2PDMA | FOLL_HONOR_NUMA_FAULT, pages);
}

int pin(unsigned long addr, int nr, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, pages);
}

int redundant(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_GET, page);
}

/* A boolean is FOLL_WRITE or nothing. */
int by_boolean(unsigned long addr, struct page **page, bool write)
{
	return get_user_pages_fast(addr, 1, write, page);
}

int by_comparison(unsigned long addr, struct page **page, int direction)
{
	return get_user_pages_fast(addr, 1, direction == 2, page);
}

/* Fast without, then slow with. */
long fast_then_slow(unsigned long addr, struct page **page, bool async)
{
	unsigned int flags = FOLL_WRITE | FOLL_HWPOISON;

	if (get_user_page_fast_only(addr, FOLL_WRITE, page))
		return 1;
	if (async)
		flags |= FOLL_NOWAIT;
	return get_user_pages_unlocked(addr, 1, page, flags);
}

/* Taken out before. */
int masked(unsigned long addr, struct page **page, unsigned int flags)
{
	return get_user_pages_fast(addr, 1, flags & (FOLL_WRITE | FOLL_FORCE), page);
}

int one_of_two(unsigned long addr, struct page **page, bool async)
{
	unsigned int flags = async ? FOLL_NOWAIT : FOLL_WRITE;

	if (flags & FOLL_NOWAIT)
		return get_user_pages_unlocked(addr, 1, page, flags);
	return get_user_pages_fast(addr, 1, flags, page);
}

static int grab(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_pages_fast(addr, 1, flags, page);
}

int through_wrapper(unsigned long addr, struct page **page)
{
	return grab(addr, FOLL_WRITE | FOLL_NOFAULT, page);
}
