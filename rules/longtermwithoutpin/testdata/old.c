// SPDX-License-Identifier: MIT
// tree: linux-6.1
// path: drivers/misc/hold/hold.c
// What a kernel refuses that looks entry by entry.
#include <linux/mm.h>

int fast(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_LONGTERM, page); // want "FOLL_LONGTERM needs a pin, and get_user_pages_fast\\(\\) takes a plain reference"
}

long held(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, FOLL_LONGTERM, page, NULL); // want "needs a pin, and get_user_pages\\(\\)"
}

long self(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_LONGTERM); // want "needs a pin, and get_user_pages_unlocked\\(\\)"
}

/* Nobody looks here: it is not refused. */
int fast_only(unsigned long addr, struct page **page)
{
	return get_user_pages_fast_only(addr, 1, FOLL_LONGTERM, page); // limit "needs a pin"
}

int pin(unsigned long addr, struct page **page)
{
	return pin_user_pages_fast(addr, 1, FOLL_LONGTERM, page);
}
