// SPDX-License-Identifier: MIT
// tree: linux-5.10
// path: virt/vmm/fixture.c
// Entries of 5.10, with vmas.
#include <linux/mm.h>

void use_page(struct page *page);

void fault_in(struct mm_struct *mm, unsigned long addr)
{
	int locked = 1;

	mmap_read_lock(mm);
	get_user_pages_remote(mm, addr, 1, FOLL_WRITE, NULL, NULL, &locked);
	if (locked)
		mmap_read_unlock(mm);
}

void forgotten(unsigned long addr, struct page **pages)
{
	mmap_read_lock(current->mm);
	get_user_pages(addr, 4, FOLL_WRITE, pages, NULL); // want "the result of get_user_pages.. is dropped"
	mmap_read_unlock(current->mm);
	use_page(pages[3]);
}
