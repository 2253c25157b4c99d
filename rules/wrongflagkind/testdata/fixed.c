// SPDX-License-Identifier: MIT
// path: drivers/misc/mix/mix.c
// What bad.c does, put right.
#include <linux/mm.h>

#define MIX_FLAGS	FOLL_WRITE

long fault_flags(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, FOLL_WRITE, page);
}

long some_of_each(unsigned long addr, struct page **page)
{
	return pin_user_pages(addr, 1, FOLL_FORCE | FOLL_WRITE, page);
}

long by_macro(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, MIX_FLAGS);
}

int foll_flags(struct mm_struct *mm, unsigned long addr, bool write)
{
	return fixup_user_fault(mm, addr, write ? FAULT_FLAG_WRITE : 0, NULL);
}

long by_number(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, FOLL_NOWAIT, page);
}

int by_shift(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_FORCE, page);
}
