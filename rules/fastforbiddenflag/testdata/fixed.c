// SPDX-License-Identifier: MIT
// path: drivers/misc/walk/walk.c
// What bad.c does, put right.
#include <linux/mm.h>

#define WALK_FLAGS	FOLL_WRITE

long nowait(unsigned long addr, struct page **page)
{
	if (get_user_pages_fast_only(addr, 1, FOLL_WRITE, page) == 1)
		return 1;
	return get_user_pages_unlocked(addr, 1, page, FOLL_WRITE | FOLL_NOWAIT);
}

int interruptible(unsigned long addr, struct page **page)
{
	return pin_user_pages_fast(addr, 1, WALK_FLAGS, page);
}

int by_variable(unsigned long addr, struct page **page, bool async)
{
	unsigned int flags = FOLL_WRITE;

	if (async)
		return -EAGAIN;
	return pin_user_pages_fast(addr, 1, flags, page);
}

long fast_then_slow(unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE | FOLL_HWPOISON;

	if (get_user_page_fast_only(addr, flags & ~FOLL_HWPOISON, page))
		return 1;
	return get_user_pages_unlocked(addr, 1, page, flags);
}

static long grab(unsigned long addr, int nr, unsigned int flags,
		 struct page **pages)
{
	return get_user_pages_unlocked(addr, nr, pages, flags | FOLL_WRITE);
}

long through_wrapper(unsigned long addr, struct page **page)
{
	return grab(addr, 1, FOLL_INTERRUPTIBLE, page);
}
