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

/* plain() of bad.c, mended in both ways. */
static long without_pointer(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	long n;

	mmap_write_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, NULL);
	mmap_write_unlock(mm);
	return n;
}

static long as_reader(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

/* upper() of bad.c, mended. */
static long middle(struct probe *p)
{
	return pin_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE, &p->page, NULL);
}

static long upper(struct probe *p)
{
	long n;

	mmap_write_lock(p->mm);
	n = middle(p);
	mmap_write_unlock(p->mm);
	return n;
}
