// SPDX-License-Identifier: MIT
// What the rule cannot see.
#include <linux/mm.h>

struct vdev {
	unsigned long addr;
	int nr;
	long got;
	struct page **pages;
};

void use_page(struct page *page);

/* Stored, and never read by anybody. */
void stored(struct vdev *v)
{
	v->got = get_user_pages_fast(v->addr, v->nr, 0, v->pages); // limit "is dropped"
	use_page(v->pages[0]);
}

/* NULL before, and not looked at after. */
void preset_for_nothing(unsigned long addr)
{
	struct page *page = NULL;

	get_user_pages_fast(addr, 1, 0, &page); // limit "is dropped"
	use_page(page);
}
