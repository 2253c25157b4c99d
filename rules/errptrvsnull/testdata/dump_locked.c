// SPDX-License-Identifier: MIT
// tree: linux-7.0
// path: fs/dump_fixture.c
// The page for a core file, with a lock of the caller's.
#include <linux/mm.h>
#include <linux/err.h>
#include <linux/errno.h>

int error_of_dump(unsigned long addr)
{
	struct page *page;
	int locked = 1;

	page = get_dump_page(addr, &locked);
	if (IS_ERR(page)) // want "get_dump_page.. fails with NULL, never with an error pointer"
		return PTR_ERR(page);
	put_page(page);
	return 0;
}

int hole(unsigned long addr)
{
	struct page *page;
	int locked = 1;

	page = get_dump_page(addr, &locked);
	if (!page)
		return 0;
	put_page(page);
	return 1;
}

int null_of_vma_remote(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	struct page *page;

	page = get_user_page_vma_remote(mm, addr, FOLL_WRITE, &vma);
	if (!page) // want "get_user_page_vma_remote.. fails with an error pointer, never with NULL"
		return -EFAULT;
	put_page(page);
	return 0;
}
