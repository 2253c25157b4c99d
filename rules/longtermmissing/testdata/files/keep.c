// SPDX-License-Identifier: MIT
// path: drivers/misc/vault/keep.c
#include <linux/mm.h>

int take_some(unsigned long addr, int nr, struct page **pages);
int take_quickly(unsigned long addr, int nr, struct page **pages);

struct shelf {
	struct page *pages[8];
	int npages;
};

struct drawer {
	struct page *pages[8];
	int npages;
};

int shelf_fill(struct shelf *s, unsigned long addr)
{
	s->npages = take_some(addr, 8, s->pages); // limit "callers in other files, which decide nothing about the call, are not asked"
	return s->npages < 0 ? s->npages : 0;
}

void shelf_clear(struct shelf *s)
{
	unpin_user_pages(s->pages, s->npages);
}

int drawer_fill(struct drawer *d, unsigned long addr)
{
	d->npages = take_quickly(addr, 8, d->pages); // limit "the same, whatever flags there are"
	return d->npages < 0 ? d->npages : 0;
}

void drawer_clear(struct drawer *d)
{
	unpin_user_pages(d->pages, d->npages);
}
