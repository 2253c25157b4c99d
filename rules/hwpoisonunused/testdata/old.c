// SPDX-License-Identifier: MIT
// tree: linux-5.10
// path: virt/vmm/fixture.c
// Entries of 5.10, with vmas.
#include <linux/mm.h>
#include <linux/errno.h>

/* A probe without pages. */
int is_poisoned(unsigned long addr)
{
	int rc;

	mmap_read_lock(current->mm);
	rc = get_user_pages(addr, 1, FOLL_HWPOISON | FOLL_WRITE, NULL, NULL);
	mmap_read_unlock(current->mm);
	return rc == -EHWPOISON;
}

int folded(unsigned long addr, struct page **page)
{
	int rc;

	mmap_read_lock(current->mm);
	rc = get_user_pages(addr, 1, FOLL_HWPOISON | FOLL_WRITE, page, NULL); // want "FOLL_HWPOISON is in vain: -EHWPOISON of get_user_pages"
	mmap_read_unlock(current->mm);
	if (rc != 1)
		return -EFAULT;
	return 0;
}
