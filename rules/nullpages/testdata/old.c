// SPDX-License-Identifier: MIT
// tree: linux-5.10
// path: drivers/misc/fill/fill.c
// A kernel that does not look: the walk without a lock stores to the array.
#include <linux/mm.h>

int get_fast(unsigned long addr, int nr)
{
	return get_user_pages_fast(addr, nr, FOLL_WRITE, NULL); // want "get_user_pages_fast\\(\\) stores to pages without asking, and pages is NULL"
}

int pin_fast(unsigned long addr, int nr)
{
	return pin_user_pages_fast(addr, nr, FOLL_WRITE, NULL); // want "pin_user_pages_fast\\(\\) stores to pages without asking"
}

bool one_page(unsigned long addr, struct page **page, bool wanted)
{
	return get_user_page_fast_only(addr, FOLL_WRITE, wanted ? page : NULL); // want "get_user_page_fast_only\\(\\) stores to pages without asking"
}

long for_long(unsigned long addr)
{
	return pin_user_pages(addr, 1, FOLL_LONGTERM, NULL, NULL); // want "has to hand its pages over"
}

long prefault(unsigned long addr)
{
	return get_user_pages(addr, 1, FOLL_WRITE, NULL, NULL);
}

long prefault_self(unsigned long addr)
{
	return get_user_pages_unlocked(addr, 1, NULL, FOLL_WRITE);
}
