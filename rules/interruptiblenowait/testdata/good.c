// SPDX-License-Identifier: MIT
// path: drivers/misc/quick/quick.c
// One of the two, or one after the other.
#include <linux/mm.h>

long nowait(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_NOWAIT);
}

long interruptible(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);
}

long either(unsigned long addr, struct page **page, bool async)
{
	return get_user_pages_unlocked(addr, 1, page, async ? FOLL_NOWAIT : FOLL_INTERRUPTIBLE);
}

long one_after_the_other(unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE | FOLL_NOWAIT;
	long n = get_user_pages_unlocked(addr, 1, page, flags);

	if (n)
		return n;
	flags &= ~FOLL_NOWAIT;
	flags |= FOLL_INTERRUPTIBLE;
	return get_user_pages_unlocked(addr, 1, page, flags);
}

/* Two switches, and no caller that turns both on. */
static long grab(unsigned long addr, bool async, bool patient,
		 struct page **page)
{
	unsigned int flags = FOLL_HWPOISON;

	if (async)
		flags |= FOLL_NOWAIT;
	if (!patient)
		flags |= FOLL_INTERRUPTIBLE;
	return get_user_pages_unlocked(addr, 1, page, flags);
}

long grab_quickly(unsigned long addr, struct page **page)
{
	return grab(addr, true, true, page);
}

long grab_interruptibly(unsigned long addr, struct page **page)
{
	return grab(addr, false, false, page);
}

long grab_either(unsigned long addr, struct page **page, bool async)
{
	return grab(addr, async, async, page);
}

/* Where nothing waits without the lock the one flag is idle on its own account. */
long held(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, FOLL_NOWAIT | FOLL_INTERRUPTIBLE, page);
}
