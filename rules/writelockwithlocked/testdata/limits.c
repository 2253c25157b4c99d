// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/scope/limits.c
// What the rule cannot see.

#include <linux/errno.h>
#include <linux/mm.h>

struct probe {
	struct mm_struct *mm;
	unsigned long addr;
	struct page *page;
	int locked;
};

void probe_lock(struct probe *p);	/* for writing */
void probe_unlock(struct probe *p);

/* Somebody else takes the lock. */
static long elsewhere(struct probe *p)
{
	int locked = 1;
	long n;

	probe_lock(p);
	n = pin_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);	// limit "held for writing"
	if (locked)
		probe_unlock(p);
	return n;
}
