// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: arch/x86/vmm/bad.c

#include <linux/errno.h>
#include <linux/mm.h>

#define VMM_FAULT_FLAGS	(FAULT_FLAG_ALLOW_RETRY | FAULT_FLAG_KILLABLE)

struct vcpu {
	struct mm_struct *mm;
	unsigned long addr;
	unsigned int fault_flags;
	bool unlocked;
};

/* Stored to where there is nothing. */
static int no_pointer(struct mm_struct *mm, unsigned long addr)
{
	return fixup_user_fault(mm, addr, FAULT_FLAG_WRITE | FAULT_FLAG_ALLOW_RETRY, NULL);	// want "FAULT_FLAG_ALLOW_RETRY needs an unlocked pointer"
}

static int no_pointer_by_macro(struct vcpu *v, bool write)
{
	unsigned int flags = VMM_FAULT_FLAGS;

	if (write)
		flags |= FAULT_FLAG_WRITE;
	return fixup_user_fault(v->mm, v->addr, flags, NULL);	// want "needs an unlocked pointer"
}

static int pointer_on_one_way(struct vcpu *v, bool tell)
{
	bool unlocked = false;

	return fixup_user_fault(v->mm, v->addr, FAULT_FLAG_ALLOW_RETRY, tell ? &unlocked : NULL);	// want "needs an unlocked pointer"
}

/* Keeps the lock, and takes it once more. */
static int no_wait(struct mm_struct *mm, unsigned long addr)
{
	bool unlocked = false;

	return fixup_user_fault(mm, addr, FAULT_FLAG_RETRY_NOWAIT, &unlocked);	// want "FAULT_FLAG_RETRY_NOWAIT keeps the lock"
}

static int no_wait_for_some(struct vcpu *v, bool atomic)
{
	unsigned int flags = 0;
	bool unlocked = false;

	if (atomic)
		flags |= FAULT_FLAG_RETRY_NOWAIT;
	return fixup_user_fault(v->mm, v->addr, flags, &unlocked);	// want "FAULT_FLAG_RETRY_NOWAIT keeps the lock"
}

/* Any signal ends the fault, and the loop around it goes on. */
static int any_signal(struct mm_struct *mm, unsigned long addr)
{
	bool unlocked = false;

	return fixup_user_fault(mm, addr, FAULT_FLAG_INTERRUPTIBLE | FAULT_FLAG_WRITE, &unlocked);	// want "FAULT_FLAG_INTERRUPTIBLE ends the fault for any signal"
}

/* Never set, and looked at. */
static int never_set(struct mm_struct *mm, unsigned long addr)
{
	bool unlocked;
	int ret;

	ret = fixup_user_fault(mm, addr, FAULT_FLAG_WRITE, &unlocked);	// want "\\*unlocked was never set"
	return unlocked ? -EAGAIN : ret;
}

static int never_set_in_loop(struct mm_struct *mm, unsigned long addr, int nr)
{
	int i, ret = 0;

	for (i = 0; i < nr; i++) {
		bool unlocked;

		ret = fixup_user_fault(mm, addr + i * PAGE_SIZE, 0, &unlocked);	// want "was never set"
		if (ret || unlocked)
			break;
	}
	return ret;
}

/* The flags come from a caller. */
static int fault_in(struct vcpu *v, unsigned int flags)
{
	bool unlocked = false;

	return fixup_user_fault(v->mm, v->addr, flags, &unlocked);
}

static int from_caller(struct vcpu *v)
{
	return fault_in(v, FAULT_FLAG_WRITE | FAULT_FLAG_RETRY_NOWAIT);	// want "keeps the lock held"
}

/* The variable is a caller's, who has not set it. */
static int fault_one(struct vcpu *v, bool *unlocked)
{
	return fixup_user_fault(v->mm, v->addr, FAULT_FLAG_WRITE, unlocked);
}

static int unset_by_caller(struct vcpu *v)
{
	bool u;
	int ret = fault_one(v, &u);	// want "was never set"

	return u ? -EAGAIN : ret;
}

/* The wrong way round: as if it were locked. */
static int set_already(struct vcpu *v)
{
	bool held = true;
	int ret = fixup_user_fault(v->mm, v->addr, 0, &held);	// want "is set already"

	return held ? ret : -EAGAIN;
}

/* The lock is held afterwards in any case. */
static int lock_lost(struct vcpu *v)
{
	bool unlocked = false;
	int ret;

	mmap_read_lock(v->mm);
	ret = fixup_user_fault(v->mm, v->addr, 0, &unlocked);
	if (!unlocked)
		mmap_read_unlock(v->mm);
	return ret;	// want "mmap_lock stays held here: fixup_user_fault\\(\\) has taken it again"
}

static void lock_lost_in_loop(struct vcpu *v, int nr)
{
	bool unlocked;
	int i;

	for (i = 0; i < nr; i++) {
		unlocked = false;
		mmap_read_lock(v->mm);
		fixup_user_fault(v->mm, v->addr + i * PAGE_SIZE, 0, &unlocked);
		if (unlocked)
			break;
		mmap_read_unlock(v->mm);
	}
}	// want "stays held here"
