/* SPDX-License-Identifier: MIT */
/* Spinning locks, read-side sections and interrupts. */
#ifndef _LINUX_SPINLOCK_H
#define _LINUX_SPINLOCK_H

#include <linux/kernel.h>

typedef struct {
	atomic_t val;
} spinlock_t;

void spin_lock_init(spinlock_t *lock);
void spin_lock(spinlock_t *lock);
void spin_unlock(spinlock_t *lock);
void spin_lock_irq(spinlock_t *lock);
void spin_unlock_irq(spinlock_t *lock);
unsigned long __spin_lock_irqsave(spinlock_t *lock);
void spin_unlock_irqrestore(spinlock_t *lock, unsigned long flags);
#define spin_lock_irqsave(lock, flags)	((flags) = __spin_lock_irqsave(lock))

void rcu_read_lock(void);
void rcu_read_unlock(void);
void preempt_disable(void);
void preempt_enable(void);
unsigned long __irq_save(void);
void local_irq_restore(unsigned long flags);
#define local_irq_save(flags)		((flags) = __irq_save())

#endif
