// SPDX-License-Identifier: MIT
// path: drivers/misc/fill/fill.c
// An array, or an entry that needs none.
#include <linux/mm.h>
#include <linux/slab.h>

struct fill {
	struct page **pages;
};

/* A fault ahead of time: slow, and without references. */
long prefault(unsigned long addr)
{
	return get_user_pages(addr, 1, FOLL_WRITE, NULL);
}

long prefault_self(unsigned long addr)
{
	return get_user_pages_unlocked(addr, 1, NULL, FOLL_WRITE | FOLL_HWPOISON);
}

long prefault_remote(struct mm_struct *mm, unsigned long addr)
{
	int locked = 1;

	return get_user_pages_remote(mm, addr, 1, FOLL_WRITE, NULL, &locked);
}

int one_page(unsigned long addr, struct page **page)
{
	struct page *mine;
	int n = pin_user_pages_fast(addr, 1, FOLL_WRITE, &mine);

	*page = n == 1 ? mine : NULL;
	return n;
}

/* What may have failed is not NULL for certain. */
int allocated(struct fill *f, unsigned long addr, int nr)
{
	f->pages = kcalloc(nr, sizeof(*f->pages), GFP_KERNEL);
	return pin_user_pages_fast(addr, nr, 0, f->pages);
}

int tested(struct fill *f, unsigned long addr, int nr)
{
	if (!f->pages)
		return -ENOMEM;
	return pin_user_pages_fast(addr, nr, 0, f->pages);
}

/* Each entry gets what is for it. */
long one_of_two(unsigned long addr, struct page **pages)
{
	if (!pages)
		return get_user_pages(addr, 1, FOLL_WRITE, pages);
	return get_user_pages_fast(addr, 1, FOLL_WRITE, pages);
}

static int grab(unsigned long addr, int nr, struct page **pages)
{
	struct page *page;

	return get_user_pages_fast(addr, nr, FOLL_WRITE, pages ? pages : &page);
}

int through_wrapper(unsigned long addr)
{
	return grab(addr, 1, NULL);
}
