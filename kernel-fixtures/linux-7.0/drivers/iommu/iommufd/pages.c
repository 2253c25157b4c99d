// SPDX-License-Identifier: MIT
// Pins memory that devices are let at, batch by batch.
#include <linux/err.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "pages.h"

void pfn_reader_user_init(struct pfn_reader_user *user,
			  const struct iommufd_pages *pages)
{
	user->upages = NULL;
	user->got = 0;
	user->locked = -1;
	user->gup_flags = FOLL_LONGTERM;
	if (pages->writable)
		user->gup_flags |= FOLL_WRITE;
}

void pfn_reader_user_destroy(struct pfn_reader_user *user,
			     const struct iommufd_pages *pages)
{
	if (user->locked == 1)
		mmap_read_unlock(pages->mm);
	kvfree(user->upages);
}

long pfn_reader_user_pin(struct pfn_reader_user *user,
			 const struct iommufd_pages *pages,
			 unsigned long index, unsigned long npages)
{
	unsigned long uptr = pages->uptr + index * PAGE_SIZE;
	bool remote = pages->mm != current->mm;
	long rc;

	if (remote && user->locked != 1) {
		mmap_read_lock(pages->mm);
		user->locked = 1;
	}
	if (!remote) {
		if (npages > INT_MAX)
			return -EINVAL;
		rc = pin_user_pages_fast(uptr, npages, user->gup_flags,
					 user->upages);
	} else {
		rc = pin_user_pages_remote(pages->mm, uptr, npages,
					   user->gup_flags, user->upages,
					   &user->locked);
	}
	if (rc <= 0)
		return rc ? rc : -EFAULT;
	user->got = rc;
	return rc;
}
