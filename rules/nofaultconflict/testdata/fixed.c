// SPDX-License-Identifier: MIT
// path: drivers/misc/peek/peek.c
// What bad.c does, put right.
#include <linux/mm.h>

#define PEEK_FLAGS	FOLL_NOFAULT

long nowait(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return pin_user_pages_remote(mm, addr, 1, FOLL_NOFAULT, page, NULL);
}

long hwpoison(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, FOLL_HWPOISON, page);
}

long by_macro(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, PEEK_FLAGS);
}

long one_sometimes(unsigned long addr, struct page **page, bool async)
{
	unsigned int flags = FOLL_NOFAULT;

	if (async)
		flags = FOLL_NOWAIT;
	return get_user_pages(addr, 1, flags, page);
}
