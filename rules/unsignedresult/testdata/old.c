// SPDX-License-Identifier: MIT
// tree: linux-5.10
// path: drivers/char/fixture.c
// Older lockless walks never fail with an error.
#include <linux/mm.h>
#include <linux/errno.h>

bool lockless(unsigned long addr, struct page **page)
{
	return get_user_pages_fast_only(addr, 1, 0, page) != 0;
}

u32 counted(unsigned long addr, int nr, struct page **pages)
{
	u32 n = get_user_pages_fast_only(addr, nr, 0, pages);

	if (!n)
		return 0;
	return n;
}

int not_zero(unsigned long addr, struct page **page)
{
	if (!get_user_pages_fast(addr, 1, 0, page)) // want "an error of get_user_pages_fast.. passes for a page here"
		return -EFAULT;
	return 0;
}

int size_t_variable(unsigned long addr, size_t nr, struct page **pages)
{
	size_t n;

	mmap_read_lock(current->mm);
	n = get_user_pages(addr, nr, FOLL_WRITE, pages, NULL); // want "an error of get_user_pages.. becomes a large unsigned number here"
	mmap_read_unlock(current->mm);
	if (n < nr)
		return -EFAULT;
	return 0;
}
