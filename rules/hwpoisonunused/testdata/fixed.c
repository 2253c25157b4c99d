// SPDX-License-Identifier: MIT
// bad.c, repaired: without the flag, or with a use for its answer.
#include <linux/mm.h>
#include <linux/errno.h>

int fold_into_efault(unsigned long addr, struct page **page)
{
	long ret;

	ret = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);
	if (ret != 1)
		return -EFAULT;
	return 0;
}

bool fold_into_bool(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, 0) == 1;
}

static long grab_poison(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_HWPOISON);
}

int result_of_wrapper(unsigned long addr, struct page **page)
{
	long n = grab_poison(addr, page);

	if (n == -EHWPOISON)
		return n;
	return n == 1 ? 0 : -EFAULT;
}
