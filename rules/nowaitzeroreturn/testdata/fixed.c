// SPDX-License-Identifier: MIT
// bad.c, repaired: 0 is no page.
#include <linux/mm.h>
#include <linux/errno.h>

long only_errors(unsigned long addr, struct page **page)
{
	long n;

	n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE | FOLL_NOWAIT);
	if (n != 1)
		return n < 0 ? n : -EAGAIN;
	put_page(*page);
	return 0;
}

static long grab_now(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_NOWAIT);
}

int caller_looks(unsigned long addr, struct page **page)
{
	if (grab_now(addr, page) <= 0)
		return -EFAULT;
	put_page(*page);
	return 0;
}

int lockless(unsigned long addr, struct page **page)
{
	int n = get_user_pages_fast_only(addr, 1, FOLL_WRITE, page);

	if (n != 1)
		return n < 0 ? n : -EAGAIN;
	put_page(*page);
	return 0;
}
