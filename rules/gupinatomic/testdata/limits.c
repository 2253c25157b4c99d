// SPDX-License-Identifier: MIT
// path: drivers/misc/bolt/bolt.c
// What the rule cannot see.
#include <linux/interrupt.h>
#include <linux/mm.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

struct bolt {
	spinlock_t lock;
	struct timer_list timer;
	struct page **pages;
	unsigned long addr;
	int nr;
	int got;
	bool careful;
};

/* Held on one of two ways. */
int sometimes(struct bolt *b)
{
	int n;

	if (b->careful)
		spin_lock(&b->lock);
	n = get_user_pages_fast(b->addr, b->nr, 0, b->pages); // limit "may sleep"
	if (b->careful)
		spin_unlock(&b->lock);
	return n;
}

/* Where the lock was tried for. */
int tried(struct bolt *b)
{
	int n = -EAGAIN;

	if (spin_trylock(&b->lock)) {
		n = get_user_pages_fast(b->addr, b->nr, 0, b->pages); // limit "may sleep"
		spin_unlock(&b->lock);
	}
	return n;
}

/* Said to be so. */
int asserted(struct bolt *b)
{
	lockdep_assert_held(&b->lock);
	return get_user_pages_fast(b->addr, b->nr, 0, b->pages); // limit "may sleep"
}

/* Called by an interrupt, or by a timer. */
static irqreturn_t bolt_irq(int irq, void *data)
{
	struct bolt *b = data;

	b->got = get_user_pages_fast(b->addr, b->nr, 0, b->pages); // limit "may sleep"
	return IRQ_HANDLED;
}

int bolt_probe(struct bolt *b, int irq)
{
	return request_irq(irq, bolt_irq, 0, "bolt", b);
}
