// SPDX-License-Identifier: MIT
// path: drivers/misc/bolt/bolt.c
// What bad.c does, put right.
#include <linux/cleanup.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>

struct bolt {
	spinlock_t lock;
	struct kref ref;
	struct mm_struct *mm;
	struct page **pages;
	unsigned long addr;
	int nr;
	bool dead;
};

/* Before the lock. */
int under_spinlock(struct bolt *b, unsigned long addr)
{
	int n = get_user_pages_fast(addr, b->nr, FOLL_WRITE, b->pages);

	spin_lock(&b->lock);
	b->addr = addr;
	spin_unlock(&b->lock);
	return n;
}

/* The lock is released for it. */
int under_irqsave(struct bolt *b)
{
	unsigned long flags;
	int n = -ENODEV;

	spin_lock_irqsave(&b->lock, flags);
	if (b->dead)
		goto out;
	spin_unlock_irqrestore(&b->lock, flags);
	return pin_user_pages_fast(b->addr, b->nr, 0, b->pages);
out:
	spin_unlock_irqrestore(&b->lock, flags);
	return n;
}

/* The entry that takes nothing and waits for nothing. */
int under_irq(struct bolt *b)
{
	int n = 0;

	spin_lock_irq(&b->lock);
	if (!b->dead)
		n = get_user_pages_fast_only(b->addr, b->nr, FOLL_WRITE, b->pages);
	spin_unlock_irq(&b->lock);
	return n;
}

/* A reference in place of the reader. */
int rcu_reader(struct bolt __rcu **slot)
{
	struct bolt *b;

	rcu_read_lock();
	b = rcu_dereference(*slot);
	if (b && !kref_get_unless_zero(&b->ref))
		b = NULL;
	rcu_read_unlock();
	if (!b)
		return -ENODEV;
	return get_user_pages_fast(b->addr, b->nr, 0, b->pages);
}

int in_scope(struct bolt *b)
{
	scoped_guard(spinlock, &b->lock)
		if (b->dead)
			return -ENODEV;
	return get_user_pages_fast(b->addr, b->nr, 0, b->pages);
}

/* The order turned round. */
long with_mmap_lock(struct bolt *b)
{
	long n;

	mmap_read_lock(b->mm);
	n = get_user_pages_remote(b->mm, b->addr, b->nr, 0, b->pages, NULL);
	spin_lock(&b->lock);
	b->dead = n < 0;
	spin_unlock(&b->lock);
	mmap_read_unlock(b->mm);
	return n;
}
