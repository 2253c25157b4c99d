// SPDX-License-Identifier: MIT
// path: drivers/misc/bolt/bolt.c
// Entries that may sleep, where nobody may.
#include <linux/cleanup.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>

#define BOLT_GET	1
#define BOLT_PIN	2

struct bolt {
	spinlock_t lock;
	raw_spinlock_t raw;
	rwlock_t table;
	struct mm_struct *mm;
	struct page **pages;
	unsigned long addr;
	unsigned int gup_flags;
	int nr;
	int got;
	bool dead;
};

/*
 * Spinlocks
 */

int under_spinlock(struct bolt *b)
{
	int n;

	spin_lock(&b->lock);
	n = get_user_pages_fast(b->addr, b->nr, FOLL_WRITE, b->pages); // want "get_user_pages_fast\\(\\) may sleep, and is called where that is forbidden"
	spin_unlock(&b->lock);
	return n;
}

int under_irqsave(struct bolt *b)
{
	unsigned long flags;
	int n = -ENODEV;

	spin_lock_irqsave(&b->lock, flags);
	if (b->dead)
		goto out;
	n = pin_user_pages_fast(b->addr, b->nr, 0, b->pages); // want "pin_user_pages_fast\\(\\) may sleep"
out:
	spin_unlock_irqrestore(&b->lock, flags);
	return n;
}

int under_irq(struct bolt *b)
{
	int n = 0;

	spin_lock_irq(&b->lock);
	if (!b->dead)
		n = get_user_pages_unlocked(b->addr, b->nr, b->pages, FOLL_WRITE); // want "get_user_pages_unlocked\\(\\) may sleep"
	spin_unlock_irq(&b->lock);
	return n;
}

int under_raw(struct bolt *b)
{
	int n;

	raw_spin_lock(&b->raw);
	n = pin_user_pages_unlocked(b->addr, b->nr, b->pages, 0); // want "may sleep"
	raw_spin_unlock(&b->raw);
	return n;
}

int under_rwlock(struct bolt *b)
{
	int n;

	read_lock(&b->table);
	n = get_user_pages_fast(b->addr, b->nr, 0, b->pages); // want "may sleep"
	read_unlock(&b->table);
	if (n > 0)
		return n;
	write_lock_bh(&b->table);
	n = get_user_pages_fast(b->addr, b->nr, FOLL_WRITE, b->pages); // want "may sleep"
	write_unlock_bh(&b->table);
	return n;
}

/* The flags that sound as if they helped. */
int not_waiting(struct bolt *b)
{
	int n;

	spin_lock(&b->lock);
	n = get_user_pages_unlocked(b->addr, 1, b->pages, FOLL_NOWAIT); // want "may sleep"
	if (n <= 0)
		n = get_user_pages_fast(b->addr, 1, FOLL_NOFAULT, b->pages); // want "may sleep"
	spin_unlock(&b->lock);
	return n;
}

/* With mmap_lock, as it should be, and under a spinlock, as it must not be. */
long with_mmap_lock(struct bolt *b)
{
	long n;

	mmap_read_lock(b->mm);
	spin_lock(&b->lock);
	n = get_user_pages_remote(b->mm, b->addr, b->nr, 0, b->pages, NULL); // want "get_user_pages_remote\\(\\) may sleep"
	spin_unlock(&b->lock);
	mmap_read_unlock(b->mm);
	return n;
}

int fault_in(struct bolt *b)
{
	bool unlocked = false;
	int ret;

	mmap_read_lock(b->mm);
	spin_lock(&b->lock);
	ret = fixup_user_fault(b->mm, b->addr, FAULT_FLAG_WRITE, &unlocked); // want "fixup_user_fault\\(\\) may sleep"
	spin_unlock(&b->lock);
	mmap_read_unlock(b->mm);
	return ret;
}

/* One of two is still held. */
int inner_released(struct bolt *a, struct bolt *b)
{
	int n;

	spin_lock(&a->lock);
	spin_lock_nested(&b->lock, 1);
	b->dead = true;
	spin_unlock(&b->lock);
	n = get_user_pages_fast(a->addr, a->nr, 0, a->pages); // want "may sleep"
	spin_unlock(&a->lock);
	return n;
}

int in_a_loop(struct bolt *b)
{
	int i;

	spin_lock(&b->lock);
	for (i = 0; i < b->nr; i++)
		if (get_user_pages_fast(b->addr + i * PAGE_SIZE, 1, 0, b->pages + i) != 1) // want "may sleep"
			break;
	spin_unlock(&b->lock);
	return i;
}

/* Whichever way. */
int either_lock(struct bolt *b, bool irq)
{
	int n;

	if (irq)
		spin_lock_irq(&b->lock);
	else
		spin_lock(&b->lock);
	n = get_user_pages_fast(b->addr, b->nr, 0, b->pages); // want "may sleep"
	if (irq)
		spin_unlock_irq(&b->lock);
	else
		spin_unlock(&b->lock);
	return n;
}

/*
 * Without a lock
 */

int rcu_reader(struct bolt __rcu **slot)
{
	struct bolt *b;
	int n = -ENODEV;

	rcu_read_lock();
	b = rcu_dereference(*slot);
	if (b)
		n = get_user_pages_fast(b->addr, b->nr, 0, b->pages); // want "may sleep"
	rcu_read_unlock();
	return n;
}

int not_preempted(struct bolt *b)
{
	int n;

	preempt_disable();
	n = get_user_pages_fast(b->addr, b->nr, 0, b->pages); // want "may sleep"
	preempt_enable();
	return n;
}

int not_interrupted(struct bolt *b)
{
	unsigned long flags;
	int n;

	local_irq_save(flags);
	n = pin_user_pages_fast(b->addr, b->nr, 0, b->pages); // want "may sleep"
	local_irq_restore(flags);
	return n;
}

int without_softirqs(struct bolt *b)
{
	int n;

	local_bh_disable();
	n = pin_user_pages_fast(b->addr, b->nr, 0, b->pages); // want "may sleep"
	local_bh_enable();
	return n;
}

/*
 * Scopes
 */

int in_scope(struct bolt *b)
{
	guard(spinlock)(&b->lock);
	if (b->dead)
		return -ENODEV;
	return get_user_pages_fast(b->addr, b->nr, 0, b->pages); // want "may sleep"
}

int in_scope_of_statement(struct bolt *b)
{
	int n = 0;

	scoped_guard(spinlock_irqsave, &b->lock) {
		if (!b->dead)
			n = get_user_pages_fast(b->addr, b->nr, 0, b->pages); // want "may sleep"
	}
	return n;
}

int in_rcu_scope(struct bolt *b)
{
	guard(rcu)();
	return get_user_pages_fast(b->addr, b->nr, 0, b->pages); // want "may sleep"
}

/*
 * In a helper, and around one
 */

static void bolt_lock(struct bolt *b)
{
	b->dead = false;
	spin_lock(&b->lock);
}

static void bolt_unlock(struct bolt *b)
{
	spin_unlock(&b->lock);
}

int by_helper(struct bolt *b)
{
	int n;

	bolt_lock(b);
	n = get_user_pages_fast(b->addr, b->nr, 0, b->pages); // want "may sleep"
	bolt_unlock(b);
	return n;
}

static int bolt_get(struct bolt *b, unsigned int gup_flags)
{
	return pin_user_pages_fast(b->addr, b->nr, gup_flags, b->pages); // step "pin_user_pages_fast\\(\\) is called here"
}

static int bolt_peek(struct bolt *b)
{
	return get_user_pages_fast(b->addr, 1, 0, b->pages);
}

static long bolt_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct bolt *b = file->private_data;
	long n = -EINVAL;

	spin_lock(&b->lock);
	switch (cmd) {
	case BOLT_PIN:
		n = bolt_get(b, FOLL_WRITE); // want "pin_user_pages_fast\\(\\) may sleep"
		break;
	case BOLT_GET:
		n = bolt_peek(b); // want "get_user_pages_fast\\(\\) may sleep"
		break;
	}
	spin_unlock(&b->lock);
	return n;
}

const struct file_operations bolt_fops = {
	.unlocked_ioctl = bolt_ioctl,
};

/* A helper that keeps what comes back to itself. */
static void bolt_fill(struct bolt *b)
{
	b->got = get_user_pages_fast(b->addr, b->nr, FOLL_WRITE, b->pages);
}

void fill(struct bolt *b)
{
	spin_lock(&b->lock);
	bolt_fill(b); // want "may sleep"
	spin_unlock(&b->lock);
}
