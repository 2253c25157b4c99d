// SPDX-License-Identifier: MIT
// Hands regions of user memory to a co-processor and has them ready in time.
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>

struct fastmem_region {
	struct mm_struct *mm;
	unsigned long start;
	unsigned long npages;
	struct page **pages;
};

/* Reads a region in before it is needed; nobody wants its pages yet. */
long fastmem_prefault(struct fastmem_region *r)
{
	return pin_user_pages_unlocked(r->start, r->npages, NULL, FOLL_WRITE); /* want null-pages */
}

/* The co-processor can be told to give up, so a signal may end the wait. */
long fastmem_attach(struct fastmem_region *r)
{
	unsigned int flags = FOLL_WRITE | FOLL_LONGTERM | FOLL_INTERRUPTIBLE;
	long n;

	if (mmap_read_lock_killable(r->mm))
		return -EINTR;
	n = pin_user_pages_remote(r->mm, r->start, r->npages, flags, r->pages, /* want interruptible-without-locked */
				  NULL);
	mmap_read_unlock(r->mm);
	if (n == r->npages)
		return 0;
	if (n > 0)
		unpin_user_pages(r->pages, n);
	return n < 0 ? n : -EFAULT;
}

/* The same, as it should be: whoever waits lets go of the lock. */
long fastmem_attach_locked(struct fastmem_region *r)
{
	unsigned int flags = FOLL_WRITE | FOLL_LONGTERM | FOLL_INTERRUPTIBLE;
	int locked = 1;
	long n;

	if (mmap_read_lock_killable(r->mm))
		return -EINTR;
	n = pin_user_pages_remote(r->mm, r->start, r->npages, flags, r->pages,
				  &locked);
	if (locked)
		mmap_read_unlock(r->mm);
	if (n == r->npages)
		return 0;
	if (n > 0)
		unpin_user_pages(r->pages, n);
	return n < 0 ? n : -EFAULT;
}

void fastmem_detach(struct fastmem_region *r)
{
	unpin_user_pages_dirty_lock(r->pages, r->npages, true);
}
