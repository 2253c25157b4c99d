// SPDX-License-Identifier: MIT
// path: drivers/misc/bolt/bolt.c
// What looks like it and may sleep.
#include <linux/cleanup.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <linux/srcu.h>

#define BOLT_GET	1
#define BOLT_PEEK	2

struct bolt {
	spinlock_t lock;
	raw_spinlock_t raw;
	rwlock_t table;
	struct mutex mutex;
	struct rw_semaphore sem;
	struct srcu_struct srcu;
	struct page **pages;
	unsigned long addr;
	int nr;
	bool dead;
	bool atomic;
};

/* The entries made for it, whatever is held. */
int fast_only(struct bolt *b)
{
	unsigned long flags;
	int n;

	spin_lock_irqsave(&b->lock, flags);
	n = get_user_pages_fast_only(b->addr, b->nr, FOLL_WRITE, b->pages);
	spin_unlock_irqrestore(&b->lock, flags);
	return n;
}

/* The address behind a sample, from an interrupt. */
u64 sample(unsigned long addr)
{
	struct page *page;
	u64 phys = 0;

	preempt_disable();
	if (get_user_page_fast_only(addr, 0, &page)) {
		phys = page_to_phys(page);
		put_page(page);
	}
	preempt_enable();
	return phys;
}

/* Pages ahead of the one that faulted, under the lock of the tables. */
int prefetch(struct bolt *b, int left)
{
	int n;

	write_lock(&b->table);
	n = get_user_pages_fast_only(b->addr, min(left, b->nr), FOLL_WRITE, b->pages);
	write_unlock(&b->table);
	return max(n, 0);
}

/* Atomic callers stop before the part that sleeps. */
static int bolt_page(unsigned long addr, bool atomic, bool write, struct page **page)
{
	if (get_user_page_fast_only(addr, write ? FOLL_WRITE : 0, page))
		return 1;
	if (atomic)
		return -EAGAIN;
	return get_user_pages_unlocked(addr, 1, page, write ? FOLL_WRITE : 0);
}

int atomic_page(struct bolt *b)
{
	int n;

	spin_lock(&b->lock);
	n = bolt_page(b->addr, true, true, b->pages);
	spin_unlock(&b->lock);
	if (n == -EAGAIN)
		n = bolt_page(b->addr, false, true, b->pages);
	return n;
}

/* By a member that says how it is. */
int by_member(struct bolt *b)
{
	int n;

	if (b->atomic)
		spin_lock(&b->lock);
	if (b->atomic)
		n = get_user_pages_fast_only(b->addr, b->nr, FOLL_WRITE, b->pages);
	else
		n = get_user_pages_fast(b->addr, b->nr, FOLL_WRITE, b->pages);
	if (b->atomic)
		spin_unlock(&b->lock);
	return n;
}

/* Locks that let sleep. */
int under_mutex(struct bolt *b)
{
	int n, idx;

	mutex_lock(&b->mutex);
	down_write(&b->sem);
	idx = srcu_read_lock(&b->srcu);
	n = get_user_pages_fast(b->addr, b->nr, 0, b->pages);
	srcu_read_unlock(&b->srcu, idx);
	up_write(&b->sem);
	mutex_unlock(&b->mutex);
	return n;
}

int in_mutex_scope(struct bolt *b)
{
	guard(mutex)(&b->mutex);
	return get_user_pages_fast(b->addr, b->nr, 0, b->pages);
}

long under_mmap_lock(struct bolt *b)
{
	long n;

	mmap_read_lock(current->mm);
	n = get_user_pages(b->addr, b->nr, 0, b->pages);
	mmap_read_unlock(current->mm);
	return n;
}

/* Before, after, and in between. */
int around(struct bolt *b)
{
	unsigned long addr;
	int n;

	spin_lock(&b->lock);
	addr = b->addr;
	spin_unlock(&b->lock);
	n = get_user_pages_fast(addr, b->nr, 0, b->pages);
	spin_lock(&b->lock);
	b->dead = n <= 0;
	spin_unlock(&b->lock);
	return n;
}

int dropped_for_it(struct bolt *b)
{
	int n = 0;

	spin_lock(&b->lock);
	while (!b->dead && n < b->nr) {
		spin_unlock(&b->lock);
		if (get_user_pages_fast(b->addr, 1, 0, b->pages + n) == 1)
			n++;
		spin_lock(&b->lock);
	}
	spin_unlock(&b->lock);
	return n;
}

int leaves_early(struct bolt *b)
{
	spin_lock_irq(&b->lock);
	if (b->dead) {
		spin_unlock_irq(&b->lock);
		return -ENODEV;
	}
	spin_unlock_irq(&b->lock);
	return get_user_pages_fast(b->addr, b->nr, 0, b->pages);
}

int one_way_out(struct bolt *b)
{
	int n = -ENODEV;

	rcu_read_lock();
	if (b->dead)
		goto out;
	rcu_read_unlock();
	return get_user_pages_fast(b->addr, b->nr, 0, b->pages);
out:
	rcu_read_unlock();
	return n;
}

int tried(struct bolt *b)
{
	if (spin_trylock(&b->lock)) {
		b->dead = true;
		spin_unlock(&b->lock);
	}
	return get_user_pages_fast(b->addr, b->nr, 0, b->pages);
}

int not_tried(struct bolt *b)
{
	if (!spin_trylock(&b->lock))
		return get_user_pages_fast(b->addr, b->nr, 0, b->pages);
	spin_unlock(&b->lock);
	return 0;
}

int after_scope(struct bolt *b)
{
	scoped_guard(spinlock, &b->lock) {
		if (b->dead)
			return -ENODEV;
	}
	return get_user_pages_fast(b->addr, b->nr, 0, b->pages);
}

int disabled_and_enabled(struct bolt *b)
{
	unsigned long flags;

	local_irq_save(flags);
	preempt_disable();
	b->dead = false;
	preempt_enable();
	local_irq_restore(flags);
	return get_user_pages_fast(b->addr, b->nr, 0, b->pages);
}

/* A helper that unlocks. */
static bool bolt_alive(struct bolt *b)
{
	bool alive = !b->dead;

	spin_unlock(&b->lock);
	return alive;
}

int by_helper(struct bolt *b)
{
	spin_lock(&b->lock);
	if (!bolt_alive(b))
		return -ENODEV;
	return get_user_pages_fast(b->addr, b->nr, 0, b->pages);
}

/* A helper that lets go of its caller's lock for the call. */
static int bolt_refresh(struct bolt *b, unsigned long addr)
{
	int n, tries = 3;

	lockdep_assert_held_write(&b->table);
	do {
		write_unlock_irq(&b->table);
		n = get_user_pages_unlocked(addr, b->nr, b->pages, FOLL_WRITE);
		write_lock_irq(&b->table);
	} while (b->addr != addr && --tries);
	return n;
}

int refresh(struct bolt *b, unsigned long addr)
{
	int n = -ENODEV;

	write_lock_irq(&b->table);
	if (!b->dead) {
		b->addr = addr;
		n = bolt_refresh(b, addr);
	}
	write_unlock_irq(&b->table);
	return n;
}

/* Helpers called without the lock that is taken beside. */
static int bolt_get(struct bolt *b, unsigned int gup_flags)
{
	return pin_user_pages_fast(b->addr, b->nr, gup_flags, b->pages);
}

static long bolt_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct bolt *b = file->private_data;
	long n;

	switch (cmd) {
	case BOLT_GET:
		spin_lock(&b->lock);
		b->addr = arg;
		spin_unlock(&b->lock);
		return bolt_get(b, FOLL_WRITE);
	case BOLT_PEEK:
		n = bolt_get(b, 0);
		guard(spinlock)(&b->lock);
		b->dead = n <= 0;
		return n;
	}
	return -EINVAL;
}

const struct file_operations bolt_fops = {
	.unlocked_ioctl = bolt_ioctl,
};

/* One of two locks is taken here, and the other is released there. */
int two(struct bolt *a, struct bolt *b)
{
	spin_lock(&a->lock);
	spin_lock_nested(&b->lock, 1);
	swap(a->addr, b->addr);
	spin_unlock(&b->lock);
	spin_unlock(&a->lock);
	return get_user_pages_fast(a->addr, a->nr, 0, a->pages);
}

/* A helper that keeps what comes back to itself, called before and after. */
static void bolt_fill(struct bolt *b)
{
	b->nr = get_user_pages_fast(b->addr, 1, FOLL_WRITE, b->pages);
}

static void bolt_fill_unlocked(struct bolt *b)
{
	spin_unlock(&b->lock);
	bolt_fill(b);
	spin_lock(&b->lock);
}

void fill(struct bolt *b)
{
	bolt_fill(b);
	spin_lock(&b->lock);
	if (!b->dead)
		bolt_fill_unlocked(b);
	spin_unlock(&b->lock);
	bolt_fill(b);
}

void fill_if_alive(struct bolt *b)
{
	spin_lock(&b->lock);
	if (b->dead) {
		spin_unlock(&b->lock);
		return;
	}
	spin_unlock(&b->lock);
	bolt_fill(b);
}

/*
 * Released under another name
 */

struct queue {
	spinlock_t lock;
	int n;
};

struct port {
	struct queue *q;
	struct page **pages;
	unsigned long addr;
	int nr;
};

void port_poke(struct port *p);
void port_finish_and_unlock(struct port *p);
struct queue *port_queue(struct port *p);

/* What the function called did to it, nobody knows. */
int member_read_again(struct port *p)
{
	spin_lock(&p->q->lock);
	port_poke(p);
	spin_unlock(&p->q->lock);
	return get_user_pages_fast(p->addr, 1, 0, p->pages);
}

int by_alias(struct port *p, struct queue *q)
{
	spin_lock(&p->q->lock);
	q->n++;
	spin_unlock(&q->lock);
	return get_user_pages_fast(p->addr, 1, 0, p->pages);
}

int looked_up_again(struct port *p)
{
	struct queue *q = port_queue(p);

	spin_lock(&q->lock);
	q->n++;
	q = port_queue(p);
	spin_unlock(&q->lock);
	return get_user_pages_fast(p->addr, 1, 0, p->pages);
}

/* By a function elsewhere. */
int by_name(struct port *p)
{
	spin_lock(&p->q->lock);
	port_finish_and_unlock(p);
	return get_user_pages_fast(p->addr, 1, 0, p->pages);
}

/* By a long function of this file. */
static void port_finish(struct port *p)
{
	struct queue *q = p->q;
	int i;

	for (i = 0; i < p->nr; i++) {
		q->n += i;
		if (q->n > 1000)
			q->n = 0;
		else if (q->n > 100)
			q->n--;
		else if (q->n > 10)
			q->n -= 2;
		else if (q->n > 5)
			q->n -= 3;
		else
			q->n += q->n & 1 ? 2 : 3;
	}
	port_poke(p);
	q->n = p->nr;
	p->nr = 0;
	p->addr = 0;
	spin_unlock(&q->lock);
	port_poke(p);
}

int by_text(struct port *p, unsigned long addr)
{
	spin_lock(&p->q->lock);
	p->q->n = 1;
	port_finish(p);
	return get_user_pages_fast(addr, 1, 0, p->pages);
}

/* By a helper that takes it again. */
static void port_fill(struct port *p)
{
	port_poke(p);
	spin_unlock(&p->q->lock);
	p->nr = get_user_pages_fast(p->addr, 1, 0, p->pages);
	spin_lock(&p->q->lock);
}

void fill_port(struct port *p)
{
	spin_lock(&p->q->lock);
	port_fill(p);
	spin_unlock(&p->q->lock);
	port_poke(p);
	p->nr += get_user_pages_fast(p->addr, 1, 0, p->pages);
}

/* Two in one. */
int both_at_once(struct bolt *b)
{
	unsigned long flags;

	local_irq_save(flags);
	spin_lock(&b->lock);
	b->dead = false;
	spin_unlock_irqrestore(&b->lock, flags);
	return get_user_pages_fast(b->addr, b->nr, 0, b->pages);
}

/* Who asks at run time knows. */
static int port_page(struct port *p)
{
	if (in_atomic() || irqs_disabled())
		return get_user_pages_fast_only(p->addr, 1, FOLL_WRITE, p->pages);
	return get_user_pages_fast(p->addr, 1, FOLL_WRITE, p->pages);
}

int from_anywhere(struct port *p)
{
	int n;

	rcu_read_lock();
	n = port_page(p);
	rcu_read_unlock();
	return n;
}
