// SPDX-License-Identifier: MIT
// path: drivers/misc/vault/vault.c
// What bad.c does, put right.
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct vault {
	struct page **pages;
	unsigned int npages;
};

int vault_pin(struct vault *v, unsigned long addr, unsigned int nr)
{
	int n;

	v->pages = kvcalloc(nr, sizeof(*v->pages), GFP_KERNEL);
	if (!v->pages)
		return -ENOMEM;
	n = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, v->pages);
	if (n < 0) {
		kvfree(v->pages);
		v->pages = NULL;
		return n;
	}
	v->npages = n;
	return 0;
}

void vault_unpin(struct vault *v)
{
	if (!v->pages)
		return;
	unpin_user_pages_dirty_lock(v->pages, v->npages, true);
	kvfree(v->pages);
	v->pages = NULL;
}

struct region {
	struct page **pages;
	unsigned long npages;
};

struct region *region_create(unsigned long addr, unsigned long nr)
{
	struct region *r = kzalloc(sizeof(*r), GFP_KERNEL);
	struct page **pages;
	long n;

	if (!r)
		return NULL;
	pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		goto free;
	n = pin_user_pages_unlocked(addr, nr, pages, FOLL_WRITE | FOLL_LONGTERM);
	if (n <= 0)
		goto free;
	r->pages = pages;
	r->npages = n;
	return r;
free:
	kvfree(pages);
	kfree(r);
	return NULL;
}

void region_destroy(struct region *r)
{
	unpin_user_pages(r->pages, r->npages);
	kvfree(r->pages);
	kfree(r);
}

struct frame {
	struct page *pages[8];
	int npages;
};

int frame_fill(struct frame *f, unsigned long addr, bool write)
{
	unsigned int gup_flags = FOLL_LONGTERM;

	if (write)
		gup_flags |= FOLL_WRITE;
	f->npages = pin_user_pages_fast(addr, ARRAY_SIZE(f->pages), gup_flags, f->pages);
	return f->npages < 0 ? f->npages : 0;
}

void frame_drop(struct frame *f)
{
	int i;

	for (i = 0; i < f->npages; i++)
		unpin_user_page(f->pages[i]);
}
