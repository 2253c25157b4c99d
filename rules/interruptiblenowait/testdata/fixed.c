// SPDX-License-Identifier: MIT
// path: drivers/misc/quick/quick.c
// What bad.c does, put right.
#include <linux/mm.h>

#define QUICK_FLAGS	FOLL_NOWAIT

long at_call(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_WRITE | FOLL_NOWAIT);
}

long by_macro(unsigned long addr, struct page **page)
{
	return pin_user_pages_unlocked(addr, 1, page, QUICK_FLAGS);
}

long set_together(unsigned long addr, struct page **page, bool async)
{
	unsigned int flags = FOLL_WRITE;

	if (async)
		flags |= FOLL_NOWAIT;
	else
		flags |= FOLL_INTERRUPTIBLE;
	return get_user_pages_unlocked(addr, 1, page, flags);
}

long one_sometimes(unsigned long addr, struct page **page, bool patient)
{
	unsigned int flags = FOLL_NOWAIT;

	if (!patient)
		flags = FOLL_INTERRUPTIBLE;
	return get_user_pages_unlocked(addr, 1, page, flags);
}

static long grab(unsigned long addr, unsigned int flags, bool async,
		 struct page **page)
{
	if (async) {
		flags |= FOLL_NOWAIT;
		flags &= ~FOLL_INTERRUPTIBLE;
	}
	return get_user_pages_unlocked(addr, 1, page, flags);
}

long through_wrapper(unsigned long addr, struct page **page)
{
	return grab(addr, FOLL_INTERRUPTIBLE, true, page);
}
