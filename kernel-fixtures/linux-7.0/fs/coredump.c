// SPDX-License-Identifier: MIT
// What a process leaves behind.
#include <linux/err.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/sched.h>

int dump_page(const void *from);
int dump_skip(unsigned long len);

/* The lock is held for as long as the mappings are gone through. */
int dump_range(unsigned long start, unsigned long end)
{
	unsigned long addr;
	int locked, ret = 0;

	if (mmap_read_lock_killable(current->mm))
		return -EINTR;
	for (addr = start; !ret && addr < end; addr += PAGE_SIZE) {
		struct page *page;

		locked = 1;
		page = get_dump_page(addr, &locked);
		if (page) {
			ret = dump_page(page_address(page));
			put_page(page);
		} else {
			ret = dump_skip(PAGE_SIZE);
		}
	}
	mmap_read_unlock(current->mm);
	return ret;
}

/* A single page, with the lock taken for it. */
int dump_vdso(unsigned long addr)
{
	int locked = 0;
	struct page *page = get_dump_page(addr, &locked);

	if (IS_ERR(page)) /* want errptr-vs-null */
		return dump_skip(PAGE_SIZE);
	locked = dump_page(page_address(page));
	put_page(page);
	return locked;
}
