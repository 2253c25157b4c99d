// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/ring/limits.c

#include <linux/mm.h>
#include <linux/slab.h>

struct ring {
	struct page **pages;
	unsigned int npages;
};

struct page *ring_next(struct ring *r);

/* The member holds pages of both kinds, and nothing says which. */
static int ring_pin(struct ring *r, unsigned long addr)
{
	return pin_user_pages_fast(addr, 1, 0, r->pages);
}

static int ring_get(struct ring *r, unsigned long addr)
{
	return get_user_pages_fast(addr, 1, 0, r->pages);
}

static void ring_put(struct ring *r)
{
	put_page(r->pages[0]);	// limit "pages of both kinds are taken into the member"
}

/* The page comes back through a function of another file. */
static int elsewhere(struct ring *r, unsigned long addr)
{
	struct page *page;
	int n;

	n = pin_user_pages_fast(addr, 1, 0, &page);
	if (n == 1)
		put_page(ring_next(r));	// limit "nobody knows which page it is"
	return n;
}

/* The wrong one of two ways is chosen by a flag of the code's own. */
static int wrong_flag(unsigned long addr, bool pinned)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	if (pinned)
		unpin_user_page(page);
	else
		put_page(page);	// limit "the flag may be right in whatever way it is set"
	return 0;
}
