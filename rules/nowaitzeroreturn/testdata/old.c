// SPDX-License-Identifier: MIT
// tree: linux-5.10
// path: virt/vmm/fixture.c
// Entries of 5.10, with vmas.
#include <linux/mm.h>
#include <linux/errno.h>

long only_errors(unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(current->mm);
	n = get_user_pages(addr, 1, FOLL_WRITE | FOLL_NOWAIT, page, NULL);
	mmap_read_unlock(current->mm);
	if (n < 0) // want "get_user_pages.. may return 0 with FOLL_NOWAIT"
		return n;
	put_page(*page);
	return 0;
}

int pinned(unsigned long addr, struct page **page)
{
	int n = pin_user_pages_fast_only(addr, 1, 0, page);

	if (n < 0) // want "pin_user_pages_fast_only.. may return 0, and nothing here tells that from success"
		return n;
	unpin_user_page(*page);
	return 0;
}

int one(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_NOWAIT) == 1 ? 0 : -EAGAIN;
}
