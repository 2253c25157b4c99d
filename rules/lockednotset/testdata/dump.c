// SPDX-License-Identifier: MIT
// tree: linux-7.0
// path: fs/dump_fixture.c
// Entries that do not test *locked, and go by it all the same.
#include <linux/mm.h>
#include <linux/errno.h>

struct page *never_set(unsigned long addr)
{
	int locked;

	return get_dump_page(addr, &locked); // want "[*]locked was never set when get_dump_page.. is called: it has to tell whether mmap_lock is held"
}

/* Both are right. */
struct page *held(unsigned long addr)
{
	struct page *page;
	int locked = 1;

	mmap_read_lock(current->mm);
	page = get_dump_page(addr, &locked);
	if (locked)
		mmap_read_unlock(current->mm);
	return page;
}

struct page *not_held(unsigned long addr)
{
	int locked = 0;

	return get_dump_page(addr, &locked);
}

long not_one(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 0;

	return get_user_pages_remote(mm, addr, 1, 0, page, &locked); // want "[*]locked is not 1"
}
