// SPDX-License-Identifier: MIT
// bad.c, repaired: a type with a sign, and what came.
#include <linux/mm.h>
#include <linux/errno.h>

struct vdev {
	unsigned long addr;
	int nr;
	struct page **pages;
};

int int_variable(struct vdev *v)
{
	int n = get_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);

	if (n <= 0)
		return -EFAULT;
	return 0;
}

int compared_with_sign(struct vdev *v, unsigned long nr)
{
	long n = get_user_pages_unlocked(v->addr, nr, v->pages, 0);

	if (n < 0 || n < nr)
		return -EFAULT;
	return 0;
}

static int grab(struct vdev *v)
{
	return get_user_pages_fast(v->addr, v->nr, 0, v->pages);
}

int caller_stores(struct vdev *v)
{
	int n = grab(v);

	if (n < 1)
		return -EFAULT;
	return 0;
}

int what_came(struct vdev *v, unsigned long nr)
{
	long n = pin_user_pages_unlocked(v->addr, nr, v->pages, FOLL_WRITE);

	if (n < 0)
		return n;
	if (n < nr) {
		unpin_user_pages(v->pages, n);
		return -EFAULT;
	}
	return 0;
}
