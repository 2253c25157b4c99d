// SPDX-License-Identifier: MIT
// tree: linux-5.10
// path: mm/scan_fixture.c
// NULL where nothing is mapped, an error pointer where it cannot be followed.
#include <linux/mm.h>
#include <linux/err.h>
#include <linux/errno.h>

int only_null(struct vm_area_struct *vma, unsigned long addr)
{
	struct page *page = follow_page(vma, addr, FOLL_GET);

	if (!page) // want "follow_page.. fails with an error pointer as well as with NULL, and nothing here looks for the former"
		return -ENOENT;
	put_page(page);
	return 0;
}

int only_errors(struct vm_area_struct *vma, unsigned long addr)
{
	struct page *page = follow_page(vma, addr, FOLL_GET);

	if (IS_ERR(page)) // want "follow_page.. fails with NULL as well as with an error pointer, and nothing here looks for the former"
		return PTR_ERR(page);
	put_page(page);
	return 0;
}

int both(struct vm_area_struct *vma, unsigned long addr)
{
	struct page *page = follow_page(vma, addr, FOLL_GET);

	if (IS_ERR_OR_NULL(page))
		return -ENOENT;
	put_page(page);
	return 0;
}

int one_after_the_other(struct vm_area_struct *vma, unsigned long addr)
{
	struct page *page = follow_page(vma, addr, FOLL_GET);

	if (IS_ERR(page))
		return PTR_ERR(page);
	if (!page)
		return -ENOENT;
	put_page(page);
	return 0;
}

int dumped(unsigned long addr)
{
	struct page *page = get_dump_page(addr);

	if (IS_ERR(page)) // want "get_dump_page.. fails with NULL, never with an error pointer"
		return PTR_ERR(page);
	put_page(page);
	return 0;
}
