// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/ring/good.c

#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/slab.h>

/* Each in the way of its own kind. */
static int pin(unsigned long addr, int nr)
{
	struct page *pages[8];
	int n;

	n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (n > 0)
		unpin_user_pages_dirty_lock(pages, n, true);
	return n;
}

static int get(unsigned long addr, int nr)
{
	struct page *pages[8];
	int n;

	n = get_user_pages_fast(addr, nr, 0, pages);
	if (n > 0)
		release_pages(pages, n);
	return n;
}

/* One by one what was taken in bulk, and as folios what was taken as pages. */
static int pin_and_unpin_folios(unsigned long addr)
{
	struct page *pages[8];
	int i, n;

	n = pin_user_pages_fast(addr, 8, FOLL_WRITE, pages);
	for (i = 0; i < n; i++)
		unpin_user_folio(page_folio(pages[i]), 1);
	return n;
}

static int unpin_range(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) == 1)
		unpin_user_page_range_dirty_lock(page, 1, true);
	return 0;
}

/* By a flag: which kind it was is remembered. */
static int by_flag(unsigned long addr, int nr, bool pin)
{
	struct page *pages[8];
	int i, n;

	if (pin)
		n = pin_user_pages_fast(addr, nr, 0, pages);
	else
		n = get_user_pages_fast(addr, nr, 0, pages);
	for (i = 0; i < n; i++) {
		if (pin)
			unpin_user_page(pages[i]);
		else
			put_page(pages[i]);
	}
	return n;
}

static void put_back(int cmd, struct page **pages, unsigned long nr)
{
	unsigned long i;

	switch (cmd) {
	case 1:
	case 2:
		for (i = 0; i < nr; i++)
			put_page(pages[i]);
		break;
	case 3:
		unpin_user_pages(pages, nr);
		break;
	}
}

static int by_command(unsigned long addr, int cmd)
{
	struct page *pages[8];
	int n = 0;

	switch (cmd) {
	case 1:
	case 2:
		n = get_user_pages_fast(addr, 8, 0, pages);
		break;
	case 3:
		n = pin_user_pages_fast(addr, 8, 0, pages);
		break;
	}
	if (n > 0)
		put_back(cmd, pages, n);
	return n;
}

/* A helper that is told. */
static void put_one(struct page *page, bool pinned)
{
	if (pinned)
		unpin_user_page(page);
	else
		put_page(page);
}

static int told(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	put_one(page, true);
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	put_one(page, false);
	return 0;
}

/* The flag lies in the structure. */
struct ring {
	struct page **pages;
	unsigned int npages;
	bool pinned;
	struct page *own;
	struct page *user;
};

static int ring_fill(struct ring *r, unsigned long addr, unsigned int nr)
{
	int n;

	n = pin_user_pages_fast(addr, nr, FOLL_LONGTERM, r->pages);
	if (n < 0)
		return n;
	r->npages = n;
	r->pinned = true;
	return 0;
}

static void ring_free(struct ring *r)
{
	unsigned int i;

	if (r->pinned) {
		unpin_user_pages(r->pages, r->npages);
	} else {
		for (i = 0; i < r->npages; i++)
			put_page(r->pages[i]);
	}
	kvfree(r->pages);
}

/* Two members, two kinds. */
static int ring_two(struct ring *r, unsigned long addr)
{
	if (pin_user_pages_fast(addr, 1, FOLL_LONGTERM, &r->user) != 1)
		return -EFAULT;
	return get_user_pages_fast(addr, 1, 0, &r->own) == 1 ? 0 : -EFAULT;
}

static void ring_two_free(struct ring *r)
{
	unpin_user_page(r->user);
	put_page(r->own);
}

/* The same page referenced once more, for another owner. */
static int two_owners(unsigned long addr, struct page **other)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	get_page(page);
	*other = page;
	unpin_user_page(page);
	return 0;
}

/* Pages of the kernel's own in an array of the same shape. */
static void kernel_pages(struct page **pages, int nr)
{
	while (nr-- > 0)
		put_page(pages[nr]);
}

/* A page variable that is used twice. */
static int used_twice(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	unpin_user_page(page);
	if (get_user_pages_fast(addr + PAGE_SIZE, 1, 0, &page) != 1)
		return -EFAULT;
	put_page(page);
	return 0;
}

/* The kernel asks with FOLL_WRITE again, and gives back the first page. */
static int upgrade(unsigned long addr, struct page **out)
{
	struct page *page, *better;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	if (get_user_page_fast_only(addr, FOLL_WRITE, &better)) {
		put_page(page);
		page = better;
	}
	*out = page;
	return 0;
}

/* Folios of a memfd. */
static long memfd(struct file *file)
{
	struct folio *folios[4];
	pgoff_t offset;
	long n;

	n = memfd_pin_folios(file, 0, 4 * PAGE_SIZE - 1, folios, 4, &offset);
	if (n > 0)
		unpin_folios(folios, n);
	return n;
}
