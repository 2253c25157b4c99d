// SPDX-License-Identifier: MIT
// bad.c, repaired: 1 before every call.
#include <linux/mm.h>
#include <linux/errno.h>

struct reader {
	struct mm_struct *mm;
	struct page *page;
	int locked;
};

int never_set(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

int member_of_cleared(struct mm_struct *mm, unsigned long addr)
{
	struct reader r = {
		.mm = mm,
		.locked = 1,
	};

	mmap_read_lock(mm);
	return get_user_pages_remote(mm, addr, 1, 0, &r.page, &r.locked);
}

int after_unlock(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	if (n != 1) {
		if (!locked)
			mmap_read_lock(mm);
		locked = 1;
		n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);
	}
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

static long grab(struct mm_struct *mm, unsigned long addr, struct page **page,
		 int *locked)
{
	return get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, locked);
}

long through_helper(struct mm_struct *mm, unsigned long addr,
		    struct page **page)
{
	int locked = 1;

	mmap_read_lock(mm);
	return grab(mm, addr, page, &locked);
}
