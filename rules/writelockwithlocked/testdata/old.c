// SPDX-License-Identifier: MIT
// tree: linux-5.10
// path: drivers/misc/scope/old.c

#include <linux/errno.h>
#include <linux/mm.h>

static long with_array(unsigned long addr, long nr, struct page **pages)
{
	int locked = 1;
	long n;

	down_write(&current->mm->mmap_lock);
	n = get_user_pages_locked(addr, nr, FOLL_WRITE, pages, &locked);	// want "get_user_pages_locked\\(\\) may let go"
	if (locked)
		up_write(&current->mm->mmap_lock);
	return n;
}

static long as_reader(unsigned long addr, long nr, struct page **pages)
{
	int locked = 1;
	long n;

	down_read(&current->mm->mmap_lock);
	n = get_user_pages_locked(addr, nr, FOLL_WRITE, pages, &locked);
	if (locked)
		up_read(&current->mm->mmap_lock);
	return n;
}
