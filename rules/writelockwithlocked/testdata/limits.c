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

/* The pointer is here, and the lock further up. */
static long lowest(struct probe *p, int *locked)
{
	return pin_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE, &p->page, locked);
}

static long middle(struct probe *p)
{
	int locked = 1;

	return lowest(p, &locked);
}

static long upper(struct probe *p)
{
	long n;

	mmap_write_lock(p->mm);
	n = middle(p);	// limit "held for writing"
	mmap_write_unlock(p->mm);
	return n;
}
