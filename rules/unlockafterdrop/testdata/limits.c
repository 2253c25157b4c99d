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
