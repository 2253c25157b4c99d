// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/hold/hold.c
// A kernel that can have both.
#include <linux/mm.h>

long remote(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;

	return pin_user_pages_remote(mm, addr, 1, FOLL_LONGTERM, page, &locked);
}

long self(unsigned long addr, struct page **page)
{
	return pin_user_pages_unlocked(addr, 1, page, FOLL_LONGTERM);
}
