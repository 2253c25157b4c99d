// SPDX-License-Identifier: MIT
// -EHWPOISON is told from the rest, or handed on.
#include <linux/mm.h>
#include <linux/errno.h>

void report_poison(unsigned long addr);

/* A probe without pages. */
bool page_is_poisoned(unsigned long addr)
{
	return get_user_pages_unlocked(addr, 1, NULL, FOLL_HWPOISON) == -EHWPOISON;
}

int compared(unsigned long addr, struct page **page)
{
	long ret = get_user_pages_unlocked(addr, 1, page, FOLL_HWPOISON);

	if (ret == -EHWPOISON) {
		report_poison(addr);
		return -EFAULT;
	}
	return ret == 1 ? 0 : -EFAULT;
}

int compared_the_other_way(unsigned long addr, struct page **page)
{
	long ret = get_user_pages_unlocked(addr, 1, page, FOLL_HWPOISON);

	if (ret == 1)
		return 0;
	if (ret != -EHWPOISON)
		return -EFAULT;
	report_poison(addr);
	return 0;
}

int in_a_switch(unsigned long addr, struct page **page)
{
	switch (get_user_pages_unlocked(addr, 1, page, FOLL_HWPOISON)) {
	case 1:
		return 0;
	case -EHWPOISON:
		report_poison(addr);
		fallthrough;
	default:
		return -EFAULT;
	}
}

/* Whoever calls it sees the number. */
int handed_on(unsigned long addr, struct page **page)
{
	long ret = get_user_pages_unlocked(addr, 1, page, FOLL_HWPOISON);

	if (ret < 0)
		return ret;
	return ret ? 0 : -EAGAIN;
}

struct page *handed_on_in_a_pointer(unsigned long addr)
{
	struct page *page;
	long ret = get_user_pages_unlocked(addr, 1, &page, FOLL_HWPOISON);

	return ret < 0 ? ERR_PTR(ret) : page;
}

struct probe {
	long ret;
};

void stored(struct probe *p, unsigned long addr, struct page **page)
{
	p->ret = get_user_pages_unlocked(addr, 1, page, FOLL_HWPOISON);
}

void given_away(unsigned long addr, struct page **page)
{
	long ret = get_user_pages_unlocked(addr, 1, page, FOLL_HWPOISON);

	if (ret != 1)
		printk("no page: %ld\n", ret);
}

/* The caller compares. */
static long grab(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_HWPOISON);
}

int compared_above(unsigned long addr, struct page **page)
{
	long ret = grab(addr, page);

	if (ret == -EHWPOISON)
		report_poison(addr);
	return ret == 1 ? 0 : -EFAULT;
}

/* This one does not, but the flag is set for the other as well. */
int folded_here_only(unsigned long addr, struct page **page)
{
	return grab(addr, page) == 1 ? 0 : -EFAULT;
}

/* This helper makes one of its own numbers of it. */
#define PFN_ERR_POISON	-2000
#define PFN_ERR_FAULT	-2001

static long to_pfn(long ret)
{
	if (ret == -EHWPOISON)
		return PFN_ERR_POISON;
	return PFN_ERR_FAULT;
}

long translated(unsigned long addr, struct page **page)
{
	long ret = get_user_pages_unlocked(addr, 1, page, FOLL_HWPOISON);

	if (ret == 1)
		return page_to_pfn(*page);
	return to_pfn(ret);
}

/* Sets the flag by itself: nobody here asked for it. */
int entry_sets_it(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	int locked = 1;

	if (faultin_page_range(mm, start, end, true, &locked) < 0)
		return -EFAULT;
	return 0;
}

/* The flag belongs to the caller. */
int flag_of_the_caller(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, flags) == 1 ? 0 : -EFAULT;
}

/* Set and cleared again. */
int cleared(unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE | FOLL_HWPOISON;

	flags &= ~FOLL_HWPOISON;
	return get_user_pages_unlocked(addr, 1, page, flags) == 1 ? 0 : -EFAULT;
}

/* One of two calls, and one test for both. */
int one_of_two(unsigned long addr, bool fast, struct page **page)
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
