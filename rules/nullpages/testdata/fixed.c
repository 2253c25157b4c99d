// SPDX-License-Identifier: MIT
// path: drivers/misc/fill/fill.c
// What bad.c does, put right.
#include <linux/mm.h>

int pin_fast(unsigned long addr, int nr, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
}

bool one_page(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, FOLL_WRITE, page);
}

long pin_remote(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;

	return pin_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);
}

long prefault_with_get(unsigned long addr)
{
	return get_user_pages(addr, 1, 0, NULL);
}

long by_choice(unsigned long addr, struct page **pages, bool touch)
{
	if (touch)
		return get_user_pages(addr, 1, FOLL_WRITE, NULL);
	return pin_user_pages(addr, 1, FOLL_WRITE, pages);
}

static int grab(unsigned long addr, int nr, struct page **pages)
{
	return get_user_pages_fast(addr, nr, FOLL_WRITE, pages);
}

int through_wrapper(unsigned long addr)
{
	struct page *page;

	return grab(addr, 1, &page);
}
