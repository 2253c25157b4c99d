// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/mailbox/order.c

#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/pagemap.h>

static int in_order(unsigned long addr, const char *buf)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	memcpy_to_page(page, 0, buf, 64);
	set_page_dirty_lock(page);
	unpin_user_page(page);
	return 0;
}

static int in_a_loop(unsigned long addr, bool write)
{
	struct page *pages[4];
	int i, n;

	n = get_user_pages_fast(addr, 4, write ? FOLL_WRITE : 0, pages);
	for (i = 0; i < n; i++) {
		if (write)
			set_page_dirty_lock(pages[i]);
		put_page(pages[i]);
	}
	return n;
}

static int page_after_page(unsigned long addr, int nr)
{
	struct page *page;

	while (nr-- > 0) {
		if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
			return -EFAULT;
		memset(page_address(page), 0, PAGE_SIZE);
		set_page_dirty_lock(page);
		put_page(page);
		addr += PAGE_SIZE;
	}
	return 0;
}

static int with_the_lock(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	lock_page(page);
	set_page_dirty(page);
	unlock_page(page);
	put_page(page);
	return 0;
}

static int if_it_can_be_locked(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (trylock_page(page)) {
		set_page_dirty(page);
		unlock_page(page);
	}
	if (!lock_page_killable(page)) {
		set_page_dirty(page);
		unlock_page(page);
	}
	put_page(page);
	return 0;
}

static int folio_with_the_lock(unsigned long addr)
{
	struct folio *folio;
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	folio = page_folio(page);
	folio_lock(folio);
	folio_mark_dirty(folio);
	folio_unlock(folio);
	folio_put(folio);
	return 0;
}

/* A helper that is called with the page locked. */
static void mark(struct page *page)
{
	set_page_dirty(page);
}

static int locked_by_the_caller(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	lock_page(page);
	mark(page);
	unlock_page(page);
	put_page(page);
	return 0;
}

/* Taken twice, given back twice. */
static int once_more(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	put_page(page);
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}

/* Given back on the way out alone. */
static int on_the_way_out(unsigned long addr, int cmd)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (cmd == 0) {
		unpin_user_page(page);
		return -EINVAL;
	}
	set_page_dirty_lock(page);
	unpin_user_page(page);
	return 0;
}

/* Not a page of the family. */
static void own_page(struct page *page)
{
	put_page(page);
	set_page_dirty(page);
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
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}

/* It is still there, by a reference of the code's own. */
void referred(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return;
	get_page(page);
	unpin_user_page(page);
	set_page_dirty_lock(page);
	put_page(page);
}
