// SPDX-License-Identifier: MIT
// tree: linux-5.10
// path: drivers/misc/keep/keep.c
// A kernel with a test in each entry that pins.
#include <linux/mm.h>

int fast(unsigned long addr, struct page **page)
{
	return pin_user_pages_fast(addr, 1, FOLL_GET, page); // want "pin_user_pages_fast\\(\\) takes a pin and cannot take a reference with FOLL_GET as well"
}

int fast_only(unsigned long addr, struct page **page)
{
	return pin_user_pages_fast_only(addr, 1, FOLL_GET | FOLL_WRITE, page); // want "pin_user_pages_fast_only\\(\\) takes a pin"
}

long held(unsigned long addr, struct page **page)
{
	return pin_user_pages(addr, 1, FOLL_GET, page, NULL); // want "takes a pin"
}

long locked_entry(unsigned long addr, struct page **page)
{
	int locked = 1;

	return pin_user_pages_locked(addr, 1, FOLL_GET, page, &locked); // want "takes a pin"
}

int redundant(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_GET, page);
}
