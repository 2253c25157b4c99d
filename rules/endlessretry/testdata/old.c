// SPDX-License-Identifier: MIT
// tree: linux-5.10
// path: drivers/char/fixture.c
// Entries of 5.10, with vmas.
#include <linux/mm.h>
#include <linux/errno.h>

void until_it_works(unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(current->mm);
	do { // want "a failure of get_user_pages.. leads back to the call"
		n = get_user_pages(addr, 1, FOLL_WRITE, page, NULL);
	} while (n != 1);
	mmap_read_unlock(current->mm);
}
