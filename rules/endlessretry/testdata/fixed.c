// SPDX-License-Identifier: MIT
// bad.c, repaired: an error ends the loop.
#include <linux/mm.h>
#include <linux/errno.h>

int once(unsigned long addr, struct page **page)
{
	long n;

	n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);
	if (n != 1)
		return n < 0 ? n : -EFAULT;
	return 0;
}

int until_all(unsigned long addr, int nr, struct page **pages)
{
	int done = 0, n;

	while (done < nr) {
		n = get_user_pages_fast(addr + done * PAGE_SIZE, nr - done, 0,
					pages + done);
		if (n <= 0)
			return done ? done : n;
		done += n;
	}
	return done;
}

static long grab(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);
}

int caller_gives_up(unsigned long addr, struct page **page)
{
	if (grab(addr, page) != 1)
		return -EFAULT;
	return 0;
}
