// SPDX-License-Identifier: MIT
// path: drivers/misc/hold/hold.c
// FOLL_LONGTERM with a pin, references without it.
#include <linux/mm.h>

int pin_fast(unsigned long addr, int nr, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, pages);
}

long pin_held(unsigned long addr, unsigned long nr, struct page **pages)
{
	return pin_user_pages(addr, nr, FOLL_LONGTERM, pages);
}

long pin_self(unsigned long addr, unsigned long nr, struct page **pages)
{
	return pin_user_pages_unlocked(addr, nr, pages, FOLL_LONGTERM);
}

/* Supported in this version. */
long pin_remote(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;

	return pin_user_pages_remote(mm, addr, 1, FOLL_LONGTERM, page, &locked);
}

int reference(unsigned long addr, int nr, struct page **pages)
{
	return get_user_pages_fast(addr, nr, FOLL_WRITE, pages);
}

/* Each entry gets what is for it. */
int one_of_two(unsigned long addr, struct page **page, bool forever)
{
	unsigned int flags = FOLL_WRITE;

	if (forever)
		flags |= FOLL_LONGTERM;
	if (forever)
		return pin_user_pages_fast(addr, 1, flags, page);
	return get_user_pages_fast(addr, 1, flags, page);
}

int cleared(unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE | FOLL_LONGTERM;
	int n = pin_user_pages_fast(addr, 1, flags, page);

	if (n == 1)
		return n;
	return get_user_pages_fast(addr, 1, flags & ~FOLL_LONGTERM, page);
}
