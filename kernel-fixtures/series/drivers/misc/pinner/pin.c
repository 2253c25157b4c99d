// SPDX-License-Identifier: MIT
/* The helpers through which the driver pins pages. */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/sched.h>
#include "pin.h"

/* pin_range - pin pages of the current process
 *
 * The caller says for what in gup_flags.
 */
int pin_range(unsigned long addr, int nr, unsigned int gup_flags,
	      struct page **pages)
{
	int pinned;

	if (nr <= 0)
		return -EINVAL;
	pinned = pin_user_pages_fast(addr, nr, gup_flags, pages);
	if (pinned < 0)
		return pinned;
	if (pinned != nr) {
		unpin_user_pages(pages, pinned);
		return -EFAULT;
	}
	return 0;
}

/* pin_locked - pin the pages of an area whose mm is another one */
int pin_locked(struct pin_area *area, unsigned int gup_flags)
{
	int locked = 1;
	long pinned;

	mmap_read_lock(area->mm);
	pinned = pin_user_pages_remote(area->mm, area->addr, area->nr,
				       gup_flags, area->pages, &locked);
	if (locked)
		mmap_read_unlock(area->mm);
	if (pinned < 0)
		return pinned;
	if (pinned != area->nr) {
		unpin_user_pages(area->pages, pinned);
		return -EFAULT;
	}
	return 0;
}

void pin_drop(struct page **pages, int nr)
{
	unpin_user_pages(pages, nr);
}
