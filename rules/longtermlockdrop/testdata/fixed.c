// SPDX-License-Identifier: MIT
// tree: linux-6.1
// path: drivers/misc/hold/hold.c
// What bad.c does, put right.
#include <linux/mm.h>

#define HOLD_FLAGS	(FOLL_WRITE | FOLL_LONGTERM)

long remote(struct mm_struct *mm, unsigned long addr, unsigned long nr,
	    struct page **pages)
{
	long n;

	mmap_read_lock(mm);
	n = pin_user_pages_remote(mm, addr, nr, FOLL_LONGTERM, pages, NULL, NULL);
	mmap_read_unlock(mm);
	return n;
}

long self(unsigned long addr, int nr, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, HOLD_FLAGS, pages);
}

long by_variable(struct mm_struct *mm, unsigned long addr, struct page **page,
		 bool forever)
{
	unsigned int flags = FOLL_WRITE;
	int held = 1, *locked = &held;

	if (forever) {
		flags |= FOLL_LONGTERM;
		locked = NULL;
	}
	return pin_user_pages_remote(mm, addr, 1, flags, page, NULL, locked);
}

static long grab(struct mm_struct *mm, unsigned long addr, unsigned int flags,
		 struct page **page)
{
	return pin_user_pages_remote(mm, addr, 1, flags | FOLL_WRITE, page, NULL, NULL);
}

long through_wrapper(struct mm_struct *mm, unsigned long addr,
		     struct page **page)
{
	return grab(mm, addr, FOLL_LONGTERM, page);
}
