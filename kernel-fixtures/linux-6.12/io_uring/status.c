// SPDX-License-Identifier: MIT
// Reads what user space says of its state without copying it page by page.
#include <linux/highmem.h>
#include <linux/slab.h>

#include "bufs.h"

#define STATUS_MAX	4

int uring_copy_status(unsigned long addr, unsigned long len, char *to)
{
	unsigned long nr = PAGE_ALIGN(len) >> PAGE_SHIFT;
	struct page *pages[STATUS_MAX];
	int i, got;

	if (!nr || nr > STATUS_MAX)
		return -EINVAL;
	got = get_user_pages_fast(addr, nr, 0, pages); /* want short-pin-as-success */
	if (got <= 0)
		return got ? got : -EFAULT;
	for (i = 0; i < nr; i++) {
		memcpy_from_page(to + i * PAGE_SIZE, pages[i], 0, PAGE_SIZE);
		put_page(pages[i]);
	}
	return 0;
}
