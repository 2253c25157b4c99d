// SPDX-License-Identifier: MIT
// path: drivers/misc/pull/pull.c
// What the rule cannot see.
#include <linux/mm.h>
#include <linux/errno.h>
#include <linux/sched.h>

struct pull {
	struct page *page;
	unsigned long addr;
	long error;
};

/* The number is stored, and lost where it is read. */
void fetch(struct pull *p)
{
	p->error = get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE);
}

int fetched(struct pull *p)
{
	fetch(p);
	return p->error == 1 ? 0 : -EFAULT; // limit "becomes -EFAULT"
}

/* Given to a function that may do anything with it. */
int pull_result(long error);

int converted(struct pull *p)
{
	return pull_result(get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE)); // limit "becomes"
}

/* A way out of the loop, but not for the signal that ends the call. */
int unless_killed(struct pull *p)
{
	long n;

	do { // limit "leads back to the call"
		n = get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE);
	} while (n == -EINTR && !fatal_signal_pending(current));
	return n < 0 ? n : 0;
}

/* Looked at, and made the same of all the same. */
int looked_at(struct pull *p)
{
	long n = get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE);

	if (n == -EINTR)
		p->error++;
	return n == 1 ? 0 : -EFAULT; // limit "becomes -EFAULT"
}

/* Counted, and the next page is asked for: another way out of the loop. */
int counted(struct page **pages, unsigned long addr, int nr)
{
	int i, bad = 0;

	for (i = 0; i < nr; i++) {
		if (get_user_pages_unlocked(addr, 1, pages + i, FOLL_INTERRUPTIBLE) != 1)
			bad++;
	}
	return bad ? -EFAULT : 0; // limit "becomes -EFAULT"
}
