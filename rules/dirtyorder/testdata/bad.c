// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/mailbox/order.c

#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/pagemap.h>

/* Too late. */
static int after_unpin(unsigned long addr, const char *buf)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	memcpy_to_page(page, 0, buf, 64);
	unpin_user_page(page);	// step "given back here"
	set_page_dirty_lock(page);	// want "set_page_dirty_lock\\(\\) comes after the page was given back"
	return 0;
}

static int after_put(unsigned long addr, const char *buf, bool dirty)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	memcpy_to_page(page, 0, buf, 64);
	put_page(page);
	if (dirty) {
		lock_page(page);
		set_page_dirty(page);	// want "set_page_dirty\\(\\) comes after the page was given back"
		unlock_page(page);
	}
	return 0;
}

static int after_bulk(unsigned long addr)
{
	struct page *pages[4];
	int i, n;

	n = pin_user_pages_fast(addr, 4, FOLL_WRITE, pages);
	if (n <= 0)
		return n;
	unpin_user_pages(pages, n);
	for (i = 0; i < n; i++)
		set_page_dirty_lock(pages[i]);	// want "comes after the page was given back"
	return n;
}

static void drop(struct page *page)
{
	put_page(page);
}

static int after_helper(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	drop(page);
	set_page_dirty_lock(page);	// want "comes after the page was given back"
	return 0;
}

static void mark(struct page *page)
{
	set_page_dirty_lock(page);
}

static int in_helper(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	put_page(page);
	mark(page);	// want "set_page_dirty_lock\\(\\) comes after the page was given back"
	return 0;
}

static int in_a_loop(unsigned long addr)
{
	struct page *pages[4];
	int i, n;

	n = get_user_pages_fast(addr, 4, FOLL_WRITE, pages);
	for (i = 0; i < n; i++) {
		put_page(pages[i]);
		set_page_dirty_lock(pages[i]);	// want "comes after the page was given back"
	}
	return n;
}

/* Without the lock. */
static int no_lock(unsigned long addr, const char *buf)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	memcpy_to_page(page, 0, buf, 64);
	set_page_dirty(page);	// want "set_page_dirty\\(\\) needs the page locked"
	put_page(page);
	return 0;
}

static int no_lock_on_folio(unsigned long addr)
{
	struct folio *folio;
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	folio = page_folio(page);
	folio_mark_dirty(folio);	// want "folio_mark_dirty\\(\\) needs the page locked"
	unpin_user_folio(folio, 1);
	return 0;
}

static int no_lock_in_a_loop(unsigned long addr, bool write)
{
	struct page *pages[4];
	int i, n;

	n = get_user_pages_fast(addr, 4, write ? FOLL_WRITE : 0, pages);
	for (i = 0; i < n; i++) {
		if (write)
			set_page_dirty(pages[i]);	// want "needs the page locked"
		put_page(pages[i]);
	}
	return n;
}

static int lock_let_go(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	lock_page(page);
	memset(page_address(page), 0, PAGE_SIZE);
	unlock_page(page);
	set_page_dirty(page);	// want "needs the page locked"
	put_page(page);
	return 0;
}

static void mark_unlocked(struct page *page)
{
	set_page_dirty(page);
}

static int no_lock_in_helper(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	mark_unlocked(page);	// want "set_page_dirty\\(\\) needs the page locked"
	put_page(page);
	return 0;
}

/* The pages were taken by a helper. */
static int take_one(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_pages_fast(addr, 1, flags, page) == 1 ? 0 : -EFAULT;
}

static int taken_by_helper(unsigned long addr)
{
	struct page *page;
	int ret = take_one(addr, FOLL_WRITE, &page);

	if (ret)
		return ret;
	memset(page_address(page), 0, PAGE_SIZE);
	put_page(page);	// step "given back here"
	set_page_dirty_lock(page);	// want "comes after the page was given back"
	return 0;
}
