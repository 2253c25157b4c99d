/* SPDX-License-Identifier: MIT */
/* Tasks, their signals and their mm. */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/kernel.h>

struct mm_struct;

struct task_struct {
	struct mm_struct *mm;
	pid_t pid;
	int sigpending;
	int sigkill;
	unsigned int flags;
};

struct task_struct *get_current(void);
#define current get_current()

static inline int signal_pending(struct task_struct *tsk)
{
	return tsk->sigpending;
}

static inline int fatal_signal_pending(struct task_struct *tsk)
{
	return tsk->sigpending && tsk->sigkill;
}

void cond_resched(void);
void schedule(void);

struct mm_struct *get_task_mm(struct task_struct *tsk);
bool mmget_not_zero(struct mm_struct *mm);
void mmput(struct mm_struct *mm);
unsigned int memalloc_nocma_save(void);
void memalloc_nocma_restore(unsigned int flags);

#endif
