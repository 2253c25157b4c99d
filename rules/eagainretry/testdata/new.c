// SPDX-License-Identifier: MIT
// tree: linux-7.0
// path: drivers/char/fixture.c
#include <linux/mm.h>
#include <linux/errno.h>

int in_a_loop(unsigned long addr, struct page **page)
{
	long n;

	do { // want "-EAGAIN of pin_user_pages_unlocked.. means that the task is being killed, and leads back to the call"
		n = pin_user_pages_unlocked(addr, 1, page, FOLL_WRITE);
	} while (n == -EAGAIN);
	return n == 1 ? 0 : -EFAULT;
}
