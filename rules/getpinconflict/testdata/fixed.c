// SPDX-License-Identifier: MIT
// path: drivers/misc/keep/keep.c
// What bad.c does, put right.
#include <linux/mm.h>

#define KEEP_FLAGS	FOLL_LONGTERM

int at_call(unsigned long addr, int nr, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
}

long held(unsigned long addr, unsigned long nr, struct page **pages)
{
	return get_user_pages(addr, nr, FOLL_GET, pages);
}

int by_macro(unsigned long addr, struct page **page)
{
	return pin_user_pages_fast(addr, 1, KEEP_FLAGS, page);
}

int for_two_entries(unsigned long addr, struct page **page, bool pin)
{
	unsigned int flags = FOLL_WRITE;

	if (!pin)
		return get_user_pages_fast(addr, 1, flags | FOLL_GET, page);
	return pin_user_pages_fast(addr, 1, flags, page);
}

static int grab(unsigned long addr, unsigned int flags, struct page **page)
{
	return pin_user_pages_fast(addr, 1, flags, page);
}

int through_wrapper(unsigned long addr, struct page **page)
{
	return grab(addr, FOLL_WRITE, page);
}
