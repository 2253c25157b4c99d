// SPDX-License-Identifier: MIT
// bad.c, repaired: a bound before the call, and no errors for numbers.
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/errno.h>

struct region {
	u64 addr;
	u64 size;
	unsigned long npages;
	struct page **pages;
};

int count_pages(unsigned long addr);

int error_as_number(unsigned long addr, struct page **pages)
{
	int nr = count_pages(addr);

	if (nr < 0)
		return nr;
	return get_user_pages_fast(addr, nr, 0, pages);
}

int cut_to_int(struct region *r)
{
	unsigned long nr = r->size >> PAGE_SHIFT;

	if (nr > INT_MAX)
		return -EINVAL;
	return pin_user_pages_fast(r->addr, nr, FOLL_WRITE, r->pages);
}

int cut_size_t(unsigned long addr, size_t len, struct page **pages)
{
	size_t nr = DIV_ROUND_UP(len, PAGE_SIZE);

	if (!nr || nr > INT_MAX)
		return -EINVAL;
	return get_user_pages_fast(addr, nr, 0, pages);
}

static int grab(unsigned long addr, int nr, unsigned int flags,
		struct page **pages)
{
	return get_user_pages_fast(addr, nr, flags, pages);
}

int through_helper(unsigned long addr, struct page **pages)
{
	return grab(addr, 1, FOLL_WRITE, pages);
}

int cut_by_helper(unsigned long addr, unsigned long nr, struct page **pages)
{
	if (nr > INT_MAX)
		return -EINVAL;
	return grab(addr, nr, FOLL_WRITE, pages);
}
