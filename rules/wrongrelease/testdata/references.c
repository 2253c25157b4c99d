// SPDX-License-Identifier: MIT
// path: net/relay/relay-pages.c
// References that the code takes itself, to pages that it pinned.
#include <linux/mm.h>

int handed_over(unsigned long addr, struct page **out)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	get_page(page);
	unpin_user_page(page);
	if (page_to_nid(page)) {
		put_page(page);
		return -EINVAL;
	}
	*out = page;
	return 0;
}

static void hold(struct page *page)
{
	folio_get(page_folio(page));
}

static void let_go(struct page **pages, int n)
{
	while (n--)
		put_page(pages[n]);
}

void by_helpers(unsigned long addr, struct page **pages)
{
	int i, n = pin_user_pages_fast(addr, 8, 0, pages);

	for (i = 0; i < n; i++)
		hold(pages[i]);
	unpin_user_pages(pages, n);
	let_go(pages, n);
}

/* None was taken on this way. */
void on_one_way(unsigned long addr, bool keep)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return;
	if (keep) {
		get_page(page);
		return;
	}
	put_page(page); // want "put_page\\(\\) does not give back what pin_user_pages_fast\\(\\) took"
}

/* A table of pages of both kinds, one by one. */
struct relay {
	struct page **more;
};

int relay_pin(struct relay *r, unsigned long addr, int i)
{
	return pin_user_pages_fast(addr, 1, 0, &r->more[i]);
}

int relay_swap(struct relay *r, unsigned long addr)
{
	struct page *page, *old;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	old = r->more[0];
	r->more[0] = page;
	if (old)
		put_page(old);
	return 0;
}
