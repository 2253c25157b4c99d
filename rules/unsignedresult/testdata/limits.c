// SPDX-License-Identifier: MIT
// What the rule cannot see.
#include <linux/mm.h>
#include <linux/errno.h>

struct vdev {
	unsigned long addr;
	int nr;
	u32 npages;
	struct page **pages;
};

/* Stored in one function and looked at in another. */
void fetch(struct vdev *v)
{
	v->npages = get_user_pages_fast(v->addr, v->nr, 0, v->pages); // limit "becomes a large unsigned number"
}

int fetched(struct vdev *v)
{
	return v->npages <= 0 ? -EFAULT : 0;
}

void take(u32 npages, struct page **pages);

/* Given away as one. */
void given_away(struct vdev *v)
{
	take(get_user_pages_fast(v->addr, v->nr, 0, v->pages), v->pages); // limit "becomes a large unsigned number"
}

void use_page(struct page *page);

/* Two ways to say how long an array is. */
int promoted_by_sizeof(struct vdev *v)
{
	struct page *pages[4];
	int n = get_user_pages_fast(v->addr, ARRAY_SIZE(pages), 0, pages);

	if (n < sizeof(pages) / sizeof(pages[0])) // limit "becomes a large unsigned number"
		return -EFAULT;
	use_page(pages[3]);
	return 0;
}
