// SPDX-License-Identifier: MIT
// path: drivers/misc/walk/fix.c
// Which flags can be dropped.
#include <linux/mm.h>
#include <linux/spinlock.h>

struct walk {
	spinlock_t lock;
	struct page *page;
};

/* The call may wait. */
int waits(struct walk *w, unsigned long addr)
{
	return get_user_pages_fast(addr, 1, FOLL_NOWAIT | FOLL_WRITE, &w->page); // want "FOLL_NOWAIT"
}

/* It must not. */
int must_not_wait(struct walk *w, unsigned long addr)
{
	int n;

	spin_lock(&w->lock);
	n = get_user_pages_fast(addr, 1, FOLL_NOWAIT | FOLL_WRITE, &w->page); // want "FOLL_NOWAIT"
	spin_unlock(&w->lock);
	return n;
}

/* What pages there may be is for the caller to say. */
int anonymous(struct walk *w, unsigned long addr)
{
	return pin_user_pages_fast(addr, 1, FOLL_ANON | FOLL_WRITE, &w->page); // want "FOLL_ANON"
}

int both(struct walk *w, unsigned long addr)
{
	return pin_user_pages_fast(addr, 1, FOLL_HWPOISON | FOLL_ANON, &w->page); // want "FOLL_HWPOISON and FOLL_ANON"
}
