// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/blitter/limits.c

#include <linux/mm.h>
#include <linux/slab.h>

struct blit {
	struct page **pages;
	unsigned int npages;
};

int blit_check(struct page **pages, int nr);
int blit_start(struct blit *b);

/* A function of another file is given the pages, and only looks at them. */
static int looked_at_elsewhere(unsigned long addr)
{
	struct page *pages[4];
	int n;

	n = get_user_pages_fast(addr, 4, 0, pages);
	if (n <= 0)
		return -EFAULT;
	if (blit_check(pages, n))
		return -EINVAL;	// limit "whoever is given the pages may keep them"
	release_pages(pages, n);
	return 0;
}

/* Fewer are given back than were taken. */
static int too_few(unsigned long addr)
{
	struct page *pages[4];
	int n;

	n = pin_user_pages_fast(addr, 4, 0, pages);
	if (n <= 0)
		return -EFAULT;
	unpin_user_pages(pages, n - 1);
	return 0;	// limit "a release counts as one of all"
}

/* The loop that gives back stops short. */
static int loop_stops(unsigned long addr)
{
	struct page *pages[4];
	int i, n;

	n = get_user_pages_fast(addr, 4, 0, pages);
	if (n <= 0)
		return -EFAULT;
	for (i = 0; i < n; i++) {
		if (PageReserved(pages[i]))
			return -EINVAL;	// limit "a release in a loop counts as one of all"
		put_page(pages[i]);
	}
	return 0;
}

/* A structure without a name. */
static int no_name(unsigned long addr)
{
	struct {
		struct page *pages[8];
		int n;
	} set;

	set.n = get_user_pages_fast(addr, 8, 0, set.pages);
	if (set.n < 8)
		return -EFAULT;	// limit "its members have no type"
	release_pages(set.pages, set.n);
	return 0;
}

/* The array stays in the structure, and the number does not say so. */
static int not_counted(struct blit *b, unsigned long addr)
{
	int n;

	n = pin_user_pages_fast(addr, 8, FOLL_LONGTERM, b->pages);
	if (n != 8)
		return -EFAULT;	// limit "others find the array"
	b->npages = n;
	return blit_start(b);
}
