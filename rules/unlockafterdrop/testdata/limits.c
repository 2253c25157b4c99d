// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/scope/limits.c
// What the rule cannot see.

#include <linux/cleanup.h>
#include <linux/errno.h>
#include <linux/mm.h>

struct probe {
	struct mm_struct *mm;
	unsigned long addr;
	unsigned int flags;
	struct page *page;
};

/* Someone else unlocks. */
void probe_end(struct probe *p);

static long elsewhere(struct probe *p)
{
	int locked = 1;
	long n;

	mmap_read_lock(p->mm);
	n = get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
	probe_end(p);	// limit "without a look at"
	return n;
}

/* Taken in a loop, where before it nothing is known of the lock. */
static long lazily(struct probe *p, int nr, struct page **pages)
{
	int locked = 0, i;
	long ret = 0;

	for (i = 0; i < nr && ret >= 0; i++) {
		if (!locked) {
			mmap_read_lock(p->mm);
			locked = 1;
		}
		ret = get_user_pages_remote(p->mm, p->addr + i * PAGE_SIZE, 1, 0, &pages[i], &locked);
	}
	if (i)
		mmap_read_unlock(p->mm);	// limit "without a look at"
	return ret;
}
