// SPDX-License-Identifier: MIT
// bad.c, repaired: all, or as many as came.
#include <linux/mm.h>
#include <linux/errno.h>

struct vdev {
	unsigned long addr;
	int nr;
	struct page **pages;
};

void use_page(struct page *page);

int all_or_nothing(struct vdev *v)
{
	int i, n;

	n = pin_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);
	if (n != v->nr) {
		if (n > 0)
			unpin_user_pages(v->pages, n);
		return n < 0 ? n : -EFAULT;
	}
	for (i = 0; i < v->nr; i++)
		use_page(v->pages[i]);
	return 0;
}

int as_many_as_came(struct vdev *v)
{
	int i, n = get_user_pages_fast(v->addr, v->nr, 0, v->pages);

	for (i = 0; i < n; i++)
		use_page(v->pages[i]);
	return n < 0 ? n : 0;
}

static int grab(struct vdev *v)
{
	return pin_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);
}

int caller_compares(struct vdev *v)
{
	int n = grab(v);

	if (n == v->nr)
		return 0;
	if (n > 0)
		unpin_user_pages(v->pages, n);
	return -EFAULT;
}
