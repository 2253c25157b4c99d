// SPDX-License-Identifier: MIT
// tree: linux-6.1
// path: drivers/char/fixture.c
// Older kernels wait for mmap_lock whatever happens: -EAGAIN does not come from them.
#include <linux/mm.h>
#include <linux/errno.h>

int in_a_loop(unsigned long addr, struct page **page)
{
	long n;

	do {
		n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);
	} while (n == -EAGAIN);
	return n == 1 ? 0 : -EFAULT;
}
