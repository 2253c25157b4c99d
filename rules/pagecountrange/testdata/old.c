// SPDX-License-Identifier: MIT
// tree: linux-5.10
// path: drivers/char/fixture.c
// Older kernels take a range that wraps for an empty one.
#include <linux/mm.h>
#include <linux/errno.h>

int negative(unsigned long addr, struct page **pages)
{
	return get_user_pages_fast(addr, -1, FOLL_WRITE, pages); // want "the number of pages for get_user_pages_fast.. is negative"
}

int cut(unsigned long addr, unsigned long len, struct page **pages)
{
	return pin_user_pages_fast(addr, len >> PAGE_SHIFT, 0, pages); // want "is cut to the int of pin_user_pages_fast"
}
