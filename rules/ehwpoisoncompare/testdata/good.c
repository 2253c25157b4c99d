// SPDX-License-Identifier: MIT
// Comparisons that can hold.
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

/* Sometimes is enough. */
int with_the_flag_on_one_path(unsigned long addr, bool poison,
			      struct page **page)
{
	unsigned int flags = FOLL_WRITE;
	long ret;

	if (poison)
		flags |= FOLL_HWPOISON;
	ret = get_user_pages_unlocked(addr, 1, page, flags);
	if (ret == -EHWPOISON)
		report_poison(addr);
	return ret == 1 ? 0 : -EFAULT;
}

int flags_of_a_caller(unsigned long addr, unsigned int flags,
		      struct page **page)
{
	long ret = get_user_pages_unlocked(addr, 1, page, flags);

	return ret == -EHWPOISON ? -EIO : ret;
}

/* Sets it by itself. */
int prefault(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	int locked = 1;
	long ret = faultin_page_range(mm, start, end, true, &locked);

	switch (ret) {
	case -EHWPOISON:
		return -EHWPOISON;
	default:
		return ret < 0 ? -EFAULT : 0;
	}
}

/* One of two calls may give it. */
int slow_if_fast_fails(unsigned long addr, struct page **page)
{
	long ret;

	ret = get_user_pages_fast_only(addr, 1, FOLL_WRITE, page);
	if (ret != 1)
		ret = get_user_pages_unlocked(addr, 1, page,
					      FOLL_WRITE | FOLL_HWPOISON);
	if (ret == -EHWPOISON)
		report_poison(addr);
	return ret == 1 ? 0 : -EFAULT;
}

int one_or_the_other(unsigned long addr, bool fast, struct page **page)
{
	long ret;

	if (fast)
		ret = get_user_pages_fast(addr, 1, FOLL_WRITE, page);
	else
		ret = get_user_pages_unlocked(addr, 1, page, FOLL_HWPOISON);
	if (ret == -EHWPOISON)
		report_poison(addr);
	return ret == 1 ? 0 : -EFAULT;
}

/* Or something else entirely. */
int do_something_else(unsigned long addr);

int or_something_else(unsigned long addr, bool fast, struct page **page)
{
	int ret;

	if (fast)
		ret = get_user_pages_fast(addr, 1, FOLL_WRITE, page);
	else
		ret = do_something_else(addr);
	if (ret == -EHWPOISON)
		report_poison(addr);
	return ret;
}

/* A helper that several callers hand their errors to. */
static int to_errno(long ret)
{
	if (ret == -EHWPOISON)
		return -EHWPOISON;
	return ret < 0 ? -EFAULT : 0;
}

int shared_helper(unsigned long addr, struct page **page)
{
	return to_errno(get_user_pages_unlocked(addr, 1, page, FOLL_WRITE));
}

/* Ranges of numbers are not meant. */
int all_errors(unsigned long addr, struct page **page)
{
	long ret = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);

	if (ret < 0)
		return ret;
	return ret == 1 ? 0 : -EFAULT;
}
