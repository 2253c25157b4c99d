// SPDX-License-Identifier: MIT
// path: drivers/misc/probe/probe.c
// What the others call.
#include "probe.h"

struct page *probe_page(struct mm_struct *mm, unsigned long addr,
			unsigned int flags)
{
	struct vm_area_struct *vma;

	return get_user_page_vma_remote(mm, addr, flags, &vma); // step "get_user_page_vma_remote\\(\\) is called here"
}

/* Drops the lock, or so it says. */
static long locked_grab(struct mm_struct *mm, unsigned long addr,
			unsigned int flags, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, flags, page, &locked);
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

const struct probe_ops locked_ops = {
	.grab = locked_grab,
};
