// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/scope/fixed.c

#include <linux/errno.h>
#include <linux/mm.h>

struct probe {
	struct mm_struct *mm;
	unsigned long addr;
	struct page *page;
};

/* by_result() of bad.c, mended. */
static int by_result(struct probe *p)
{
	int locked = 1, ret;

	mmap_read_lock(p->mm);
	ret = pin_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE, &p->page, &locked);
	if (locked)
		mmap_read_unlock(p->mm);
	return ret < 0 ? ret : 0;
}

/* armed_too_early(), mended. */
static long armed_in_time(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	if (!locked) {
		mmap_read_lock(mm);
		locked = 1;
	}
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

/* in_helper(), mended: the helper is for those who hold the lock. */
static void probe_done(struct probe *p)
{
	mmap_read_unlock(p->mm);
}

static long in_helper(struct probe *p)
{
	int locked = 1;
	long n;

	mmap_read_lock(p->mm);
	n = get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
	if (locked)
		probe_done(p);
	return n;
}
