// SPDX-License-Identifier: MIT
// Buffers of a graphics card that lie in user memory.
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sched.h>

struct userptr {
	unsigned long start;
	unsigned long npages;
	struct page **pages;
	unsigned int flags;
};

#define USERPTR_WRITE	(1U << 0)
#define USERPTR_KEEP	(1U << 1)

/* Kept buffers stay on the card until they are freed. */
static unsigned int userptr_gup_flags(const struct userptr *up)
{
	unsigned int flags = 0;

	if (up->flags & USERPTR_WRITE)
		flags |= FOLL_WRITE;
	if (up->flags & USERPTR_KEEP)
		flags |= FOLL_LONGTERM;
	return flags;
}

static long userptr_short(struct userptr *up, long n)
{
	if (n == up->npages)
		return 0;
	if (n > 0)
		unpin_user_pages(up->pages, n);
	return n < 0 ? n : -EFAULT;
}

/* Lets go of the lock where it has to wait. */
long userptr_pin(struct userptr *up)
{
	int locked = 1;
	long n;

	mmap_read_lock(current->mm);
	n = pin_user_pages_locked(up->start, up->npages, userptr_gup_flags(up), /* want longterm-lock-drop */
				  up->pages, &locked);
	if (locked)
		mmap_read_unlock(current->mm);
	return userptr_short(up, n);
}

/* In the way that goes with both. */
long userptr_pin_fast(struct userptr *up)
{
	long n = pin_user_pages_fast(up->start, up->npages, /* note page-count-range */
				     userptr_gup_flags(up), up->pages);

	return userptr_short(up, n);
}

void userptr_unpin(struct userptr *up)
{
	unpin_user_pages_dirty_lock(up->pages, up->npages,
				    up->flags & USERPTR_WRITE);
}

/* Makes room in the mapping first, which needs the lock for writing. */
long userptr_fault_in(struct userptr *up)
{
	int locked = 1;
	long n;

	mmap_write_lock(current->mm);
	n = get_user_pages_locked(up->start, up->npages, FOLL_WRITE, NULL, &locked); /* want write-lock-with-locked */
	if (locked)
		mmap_write_unlock(current->mm);
	return n;
}
