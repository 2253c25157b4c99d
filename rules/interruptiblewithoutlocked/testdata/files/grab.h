/* SPDX-License-Identifier: MIT */
// path: drivers/misc/snap/grab.h
#ifndef SNAP_GRAB_H
#define SNAP_GRAB_H

#include <linux/mm.h>

struct grab_ops {
	long (*one)(struct mm_struct *mm, unsigned long addr,
		    unsigned int flags, struct page **page);
};

struct grabber {
	const struct grab_ops *ops;
	unsigned int gup_flags;
};

extern const struct grab_ops grab_held;

long grab_one(struct mm_struct *mm, unsigned long addr, unsigned int flags,
	      struct page **page);

static inline long grab_write(struct mm_struct *mm, unsigned long addr,
			      unsigned int flags, struct page **page)
{
	return grab_one(mm, addr, flags | FOLL_WRITE, page); // step "through grab_one"
}

#endif
