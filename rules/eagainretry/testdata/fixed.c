// SPDX-License-Identifier: MIT
// bad.c, repaired: the number is handed on.
#include <linux/mm.h>
#include <linux/errno.h>

int once(unsigned long addr, struct page **page)
{
	long n;

	n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);
	if (n < 0)
		return n;
	return n == 1 ? 0 : -EFAULT;
}

static int grab(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);

	if (n < 0)
		return n;
	return n ? 0 : -EFAULT;
}

int caller_gives_up(unsigned long addr, struct page **page)
{
	int err;

	err = grab(addr, page);
	if (err == -EAGAIN)
		err = -EINTR;
	return err;
}
