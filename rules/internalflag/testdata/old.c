// SPDX-License-Identifier: MIT
// tree: linux-6.1
// path: drivers/misc/keep/keep.c
// Kernels without the mask: FOLL_PIN is refused by some, the rest by none.
#include <linux/mm.h>

int pin_fast(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_PIN, page); // want "FOLL_PIN is internal"
}

long pin_held(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, FOLL_PIN | FOLL_WRITE, page, NULL); // want "FOLL_PIN is internal"
}

/* Public in this version, and passed by drivers. */
long touch(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, FOLL_TOUCH, page, NULL);
}

long remote(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, FOLL_REMOTE, page, NULL, NULL);
}

/* Redundant, and taken. */
int pin_to_pin(unsigned long addr, struct page **page)
{
	return pin_user_pages_fast(addr, 1, FOLL_PIN, page);
}
