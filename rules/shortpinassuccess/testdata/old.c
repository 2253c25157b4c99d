// SPDX-License-Identifier: MIT
// tree: linux-5.10
// path: drivers/char/fixture.c
// Entries of 5.10, with vmas.
#include <linux/mm.h>
#include <linux/errno.h>

void use_page(struct page *page);

int only_errors(unsigned long addr, unsigned long nr, struct page **pages)
{
	long n;

	mmap_read_lock(current->mm);
	n = pin_user_pages(addr, nr, FOLL_WRITE, pages, NULL); // want "pin_user_pages.. may return fewer pages than asked for"
	mmap_read_unlock(current->mm);
	if (n < 0)
		return n;
	use_page(pages[nr - 1]);
	return 0;
}

int all(unsigned long addr, int nr, struct page **pages)
{
	int n = pin_user_pages_fast_only(addr, nr, FOLL_WRITE, pages);

	if (n != nr) {
		unpin_user_pages(pages, n);
		return -EFAULT;
	}
	return 0;
}
