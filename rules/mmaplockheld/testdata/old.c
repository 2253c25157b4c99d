// SPDX-License-Identifier: MIT
// tree: linux-5.10
// path: drivers/misc/shuttle/shuttle.c
// As it was with other names.
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/sched.h>

int on_semaphore(unsigned long addr, struct page **page)
{
	int n;

	down_read(&current->mm->mmap_lock);
	n = get_user_pages_fast(addr, 1, FOLL_WRITE, page); // want "takes mmap_lock"
	up_read(&current->mm->mmap_lock);
	return n;
}

/* The name of the lock before 5.8. */
int by_old_name(unsigned long addr, struct page **page)
{
	int n;

	down_read(&current->mm->mmap_sem);
	n = get_user_pages_fast(addr, 1, FOLL_WRITE, page); // want "takes mmap_lock"
	up_read(&current->mm->mmap_sem);
	return n;
}

int without_lock(unsigned long addr, struct page **page)
{
	int n;

	down_read(&current->mm->mmap_sem);
	n = pin_user_pages_fast_only(addr, 1, FOLL_WRITE, page);
	up_read(&current->mm->mmap_sem);
	if (n != 1)
		n = pin_user_pages_fast(addr, 1, FOLL_WRITE, page);
	return n;
}
