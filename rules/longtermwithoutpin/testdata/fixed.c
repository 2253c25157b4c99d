// SPDX-License-Identifier: MIT
// path: drivers/misc/hold/hold.c
// What bad.c does, put right.
#include <linux/mm.h>

#define HOLD_FLAGS	(FOLL_WRITE | FOLL_LONGTERM)

int at_call(unsigned long addr, int nr, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, pages);
}

long self(unsigned long addr, unsigned long nr, struct page **pages)
{
	return pin_user_pages_unlocked(addr, nr, pages, HOLD_FLAGS);
}

bool fast_only(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, 0, page);
}

int for_two_entries(unsigned long addr, struct page **page, bool pin,
		    bool forever)
{
	unsigned int flags = FOLL_WRITE;

	if (!pin)
		return get_user_pages_fast(addr, 1, flags, page);
	if (forever)
		flags |= FOLL_LONGTERM;
	return pin_user_pages_fast(addr, 1, flags, page);
}

static int grab(unsigned long addr, unsigned int flags, struct page **page)
{
	return pin_user_pages_fast(addr, 1, flags | FOLL_WRITE, page);
}

int through_wrapper(unsigned long addr, struct page **page)
{
	return grab(addr, FOLL_LONGTERM, page);
}
