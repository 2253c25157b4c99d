// SPDX-License-Identifier: MIT
// bad.c, repaired: the flag is set, or the comparison gone.
#include <linux/mm.h>
#include <linux/errno.h>

void report_poison(unsigned long addr);

int with_the_flag(unsigned long addr, struct page **page)
{
	long ret = get_user_pages_unlocked(addr, 1, page,
					   FOLL_WRITE | FOLL_HWPOISON);

	if (ret == -EHWPOISON)
		report_poison(addr);
	return ret == 1 ? 0 : -EFAULT;
}

int without_comparison(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_WRITE, page) == 1 ? 0 : -EFAULT;
}

static long grab_with(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, flags);
}

int asked_for(unsigned long addr, struct page **page)
{
	if (grab_with(addr, FOLL_WRITE | FOLL_HWPOISON, page) == -EHWPOISON)
		report_poison(addr);
	return 0;
}
