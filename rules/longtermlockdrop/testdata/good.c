// SPDX-License-Identifier: MIT
// tree: linux-6.1
// path: drivers/misc/hold/hold.c
// FOLL_LONGTERM where the lock stays.
#include <linux/mm.h>

/* The fast entry takes the lock itself, and keeps it. */
int fast(unsigned long addr, int nr, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, pages);
}

long held(unsigned long addr, unsigned long nr, struct page **pages)
{
	return pin_user_pages(addr, nr, FOLL_LONGTERM, pages, NULL);
}

long remote(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return pin_user_pages_remote(mm, addr, 1, FOLL_LONGTERM, page, NULL, NULL);
}

/* Without the flag the lock may go. */
long not_for_long(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;

	return pin_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, NULL, &locked);
}

long one_or_other(struct mm_struct *mm, unsigned long addr, struct page **page,
		  bool forever)
{
	int locked = 1;

	return pin_user_pages_remote(mm, addr, 1, forever ? FOLL_LONGTERM : 0, page,
				     NULL, forever ? NULL : &locked);
}

static long grab(struct mm_struct *mm, unsigned long addr, unsigned int flags,
		 struct page **page, int *locked)
{
	return pin_user_pages_remote(mm, addr, 1, flags, page, NULL, locked);
}

long grab_for_long(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return grab(mm, addr, FOLL_LONGTERM, page, NULL);
}

long grab_shortly(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;

	return grab(mm, addr, FOLL_WRITE, page, &locked);
}
