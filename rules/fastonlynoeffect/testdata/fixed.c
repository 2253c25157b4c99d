// SPDX-License-Identifier: MIT
// path: drivers/misc/glance/glance.c
// What bad.c does, put right.
#include <linux/mm.h>

bool nofault(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, FOLL_WRITE, page);
}

int force(unsigned long addr, int nr, struct page **pages)
{
	return get_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_FORCE, pages);
}

int numa(unsigned long addr, struct page **page)
{
	return get_user_pages_fast_only(addr, 1, 0, page);
}

static int grab(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_pages_fast_only(addr, 1, flags | FOLL_WRITE, page);
}

int through_wrapper(unsigned long addr, struct page **page)
{
	return grab(addr, 0, page);
}
