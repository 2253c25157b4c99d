// SPDX-License-Identifier: MIT
// bad.c, repaired: the number is looked at.
#include <linux/mm.h>
#include <linux/errno.h>

struct vdev {
	unsigned long addr;
	int nr;
	struct page **pages;
};

void use_page(struct page *page);

int a_statement(struct vdev *v)
{
	int i, n;

	n = get_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);
	for (i = 0; i < n; i++)
		use_page(v->pages[i]);
	return n;
}

void one_page(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_unlocked(addr, 1, &page, 0) != 1)
		return;
	use_page(page);
	put_page(page);
}

static int grab(struct vdev *v)
{
	return pin_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);
}

int listening(struct vdev *v)
{
	if (grab(v) != v->nr)
		return -EFAULT;
	use_page(v->pages[0]);
	return 0;
}
