// SPDX-License-Identifier: MIT
// bad.c, repaired: the flag is gone.
#include <linux/mm.h>

struct vdev {
	bool writable;
	struct page **pages;
};

int for_reading(struct vdev *v, unsigned long addr, int nr)
{
	return pin_user_pages_fast(addr, nr,
				   FOLL_LONGTERM | (v->writable ? FOLL_WRITE : 0),
				   v->pages);
}

static int grab(struct vdev *v, unsigned long addr, int nr, unsigned int flags)
{
	return pin_user_pages_fast(addr, nr, flags | FOLL_WRITE, v->pages);
}

int through_helper(struct vdev *v, unsigned long addr, int nr)
{
	return grab(v, addr, nr, FOLL_LONGTERM);
}
