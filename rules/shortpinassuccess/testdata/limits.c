// SPDX-License-Identifier: MIT
// What the rule cannot see.
#include <linux/mm.h>
#include <linux/errno.h>

struct vdev {
	unsigned long addr;
	int nr;
	int got;
	struct page **pages;
};

void use_page(struct page *page);
void log_number(long n);

/* Stored, and not compared by anybody. */
int stored(struct vdev *v)
{
	int i;

	v->got = get_user_pages_fast(v->addr, v->nr, 0, v->pages); // limit "may return fewer pages"
	if (v->got < 0)
		return v->got;
	for (i = 0; i < v->nr; i++)
		use_page(v->pages[i]);
	return 0;
}

/* Given to somebody who does nothing about it. */
int logged(struct vdev *v)
{
	int n = get_user_pages_fast(v->addr, v->nr, 0, v->pages); // limit "may return fewer pages"

	log_number(n);
	if (n < 0)
		return n;
	use_page(v->pages[v->nr - 1]);
	return 0;
}

/* Compared with a number that is not what was asked for. */
int other_number(struct vdev *v, int nr)
{
	int n = get_user_pages_fast(v->addr, v->nr, 0, v->pages); // limit "may return fewer pages"

	if (n < nr)
		return -EFAULT;
	use_page(v->pages[v->nr - 1]);
	return 0;
}
