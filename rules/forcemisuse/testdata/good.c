// SPDX-License-Identifier: MIT
// Drivers without FOLL_FORCE, or with that of others.
#include <linux/mm.h>
#include <linux/errno.h>

struct vdev {
	bool writable;
	struct page **pages;
};

int for_reading(struct vdev *v, unsigned long addr, int nr)
{
	return pin_user_pages_fast(addr, nr, FOLL_LONGTERM, v->pages);
}

int for_writing(struct vdev *v, unsigned long addr, int nr)
{
	unsigned int gup_flags = FOLL_LONGTERM;

	if (v->writable)
		gup_flags |= FOLL_WRITE;
	return pin_user_pages_fast(addr, nr, gup_flags, v->pages);
}

int cleared(struct vdev *v, unsigned long addr, int nr)
{
	unsigned int gup_flags = FOLL_WRITE | FOLL_FORCE;

	gup_flags &= ~FOLL_FORCE;
	return pin_user_pages_fast(addr, nr, gup_flags, v->pages);
}

/* Whoever calls it says. */
int flags_of_a_caller(struct vdev *v, unsigned long addr, int nr,
		      unsigned int gup_flags)
{
	return pin_user_pages_fast(addr, nr, gup_flags, v->pages);
}

/* It is looked at, not set. */
int refused(struct vdev *v, unsigned long addr, int nr, unsigned int gup_flags)
{
	if (gup_flags & FOLL_FORCE)
		return -EINVAL;
	return pin_user_pages_fast(addr, nr, gup_flags | FOLL_WRITE, v->pages);
}
