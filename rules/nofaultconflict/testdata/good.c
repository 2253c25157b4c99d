// SPDX-License-Identifier: MIT
// path: drivers/misc/peek/peek.c
// FOLL_NOFAULT, and flags that go with it.
#include <linux/mm.h>

/* The usual form. */
long write_if_there(struct mm_struct *mm, unsigned long addr,
		    struct page **page)
{
	return pin_user_pages_remote(mm, addr, 1, FOLL_WRITE | FOLL_NOFAULT, page, NULL);
}

long if_there(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_NOFAULT);
}

int fast_if_there(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_NOFAULT, page);
}

/* What decides about pages that are there. */
long others(unsigned long addr, struct page **page)
{
	return pin_user_pages_unlocked(addr, 1, page, FOLL_NOFAULT | FOLL_LONGTERM | FOLL_FORCE);
}

long either(unsigned long addr, struct page **page, bool peek)
{
	return get_user_pages(addr, 1, peek ? FOLL_NOFAULT : FOLL_NOWAIT, page);
}

/* First without a fault, then with one. */
long one_after_the_other(unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE | FOLL_NOFAULT;
	long n = get_user_pages_unlocked(addr, 1, page, flags);

	if (n == 1)
		return n;
	flags &= ~FOLL_NOFAULT;
	return get_user_pages_unlocked(addr, 1, page, flags | FOLL_HWPOISON | FOLL_NOWAIT);
}

static long grab(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, flags);
}

long peek(unsigned long addr, struct page **page)
{
	return grab(addr, FOLL_NOFAULT, page);
}

long poison(unsigned long addr, struct page **page)
{
	return grab(addr, FOLL_HWPOISON, page);
}
