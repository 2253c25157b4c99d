// SPDX-License-Identifier: MIT
// tree: linux-5.10
// path: drivers/char/fixture.c
// Older kernels stop where *locked is not 1.
#include <linux/mm.h>
#include <linux/errno.h>

long not_held(unsigned long addr, struct page **pages)
{
	int locked = 0;

	return get_user_pages_locked(addr, 1, FOLL_WRITE, pages, &locked); // want "[*]locked is not 1 when get_user_pages_locked.. is called: the kernel stops with a BUG"
}

long never_set(struct mm_struct *mm, unsigned long addr, struct page **pages)
{
	int locked;

	return get_user_pages_remote(mm, addr, 1, 0, pages, NULL, &locked); // want "[*]locked was never set when get_user_pages_remote.. is called: it has to be 1"
}

long held(unsigned long addr, struct page **pages)
{
	int locked = 1;
	long n;

	mmap_read_lock(current->mm);
	n = get_user_pages_locked(addr, 1, FOLL_WRITE, pages, &locked);
	if (locked)
		mmap_read_unlock(current->mm);
	return n;
}
