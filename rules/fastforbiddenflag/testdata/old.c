// SPDX-License-Identifier: MIT
// tree: linux-6.1
// path: drivers/misc/walk/walk.c
// The flags that the fast entries of an older kernel take.
#include <linux/mm.h>

int nofault(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_NOFAULT | FOLL_FORCE, page);
}

int touch(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_TOUCH, page); // want "FOLL_TOUCH is not among the flags that get_user_pages_fast\\(\\) takes"
}

int nowait(unsigned long addr, struct page **page)
{
	return pin_user_pages_fast_only(addr, 1, FOLL_NOWAIT, page); // want "FOLL_NOWAIT is not among the flags that pin_user_pages_fast_only\\(\\) takes"
}
