// SPDX-License-Identifier: MIT
// path: drivers/misc/mix/mix.c
// Flags of the right kind, and what works like them.
#include <linux/mm.h>

#define MIX_FLAGS	(FOLL_WRITE | FOLL_FORCE)

enum mix_mode {
	MIX_READ = 0,
	MIX_WRITE = FOLL_WRITE,
};

long foll(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, MIX_FLAGS, page);
}

long none(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, 0, page);
}

/* 1 is FOLL_WRITE in every version, and so is true. */
long one(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, 1, page);
}

int boolean(unsigned long addr, struct page **page, bool write)
{
	return get_user_pages_fast(addr, 1, write, page);
}

int comparison(unsigned long addr, struct page **page, int dir)
{
	return get_user_pages_fast(addr, 1, dir == 2, page);
}

int mode(unsigned long addr, struct page **page, enum mix_mode m)
{
	return get_user_pages_fast(addr, 1, m, page);
}

int own_name(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, MIX_WRITE, page);
}

/* One kind turned into the other. */
int turned(struct mm_struct *mm, unsigned long addr, unsigned int gup_flags)
{
	unsigned int fault_flags = 0;
	bool unlocked = false;

	if (gup_flags & FOLL_WRITE)
		fault_flags |= FAULT_FLAG_WRITE;
	return fixup_user_fault(mm, addr, fault_flags, &unlocked);
}

long turned_back(unsigned long addr, struct page **page, unsigned int fault_flags)
{
	return get_user_pages(addr, 1, fault_flags & FAULT_FLAG_WRITE ? FOLL_WRITE : 0, page);
}

/* Masks and sizes are numbers too. */
long masked(unsigned long addr, struct page **page, unsigned int flags)
{
	return get_user_pages(addr & ~0xfffUL, 16, flags & FOLL_WRITE, page);
}
