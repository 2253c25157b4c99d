// SPDX-License-Identifier: MIT
// tree: linux-5.10
// path: drivers/misc/hold/hold.c
// The same in a kernel with the *_locked entries.
#include <linux/mm.h>

long remote(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;

	return pin_user_pages_remote(mm, addr, 1, FOLL_LONGTERM, page, NULL, &locked); // want "FOLL_LONGTERM is refused by pin_user_pages_remote\\(\\), which may drop mmap_lock"
}

long locked_entry(unsigned long addr, struct page **page)
{
	int locked = 1;

	return pin_user_pages_locked(addr, 1, FOLL_LONGTERM | FOLL_WRITE, page, &locked); // want "FOLL_LONGTERM is refused by pin_user_pages_locked\\(\\)"
}

long self(unsigned long addr, struct page **page)
{
	return pin_user_pages_unlocked(addr, 1, page, FOLL_LONGTERM); // want "FOLL_LONGTERM is refused by pin_user_pages_unlocked\\(\\)"
}

int fast(unsigned long addr, struct page **page)
{
	return pin_user_pages_fast(addr, 1, FOLL_LONGTERM, page);
}

long held(unsigned long addr, struct page **page)
{
	return pin_user_pages(addr, 1, FOLL_LONGTERM | FOLL_WRITE, page, NULL);
}
