// SPDX-License-Identifier: MIT
// tree: linux-5.10
// path: drivers/misc/bolt/bolt.c
// With entries that are gone since.
#include <linux/mm.h>
#include <linux/spinlock.h>

struct bolt {
	spinlock_t lock;
	struct page **pages;
	unsigned long addr;
	int nr;
};

int fast_only(struct bolt *b)
{
	int n;

	spin_lock(&b->lock);
	n = pin_user_pages_fast_only(b->addr, b->nr, FOLL_WRITE, b->pages);
	spin_unlock(&b->lock);
	return n;
}

long locked_entry(struct bolt *b)
{
	int locked = 1;
	long n;

	mmap_read_lock(current->mm);
	spin_lock(&b->lock);
	n = get_user_pages_locked(b->addr, b->nr, 0, b->pages, &locked); // want "get_user_pages_locked\\(\\) may sleep"
	spin_unlock(&b->lock);
	if (locked)
		mmap_read_unlock(current->mm);
	return n;
}
