// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: arch/x86/vmm/good.c

#include <linux/errno.h>
#include <linux/mm.h>

struct vcpu {
	struct mm_struct *mm;
	unsigned long addr;
	unsigned int fault_flags;
	bool unlocked;
};

/* Without a pointer the fault is not given up. */
static int no_pointer(struct mm_struct *mm, unsigned long addr, bool write)
{
	return fixup_user_fault(mm, addr, write ? FAULT_FLAG_WRITE : 0, NULL);
}

static int told(struct mm_struct *mm, unsigned long addr)
{
	bool unlocked = false;
	int ret;

	ret = fixup_user_fault(mm, addr, FAULT_FLAG_WRITE | FAULT_FLAG_ALLOW_RETRY, &unlocked);
	return unlocked ? -EAGAIN : ret;
}

/* Set anew in each round. */
static int in_loop(struct mm_struct *mm, unsigned long addr, int nr)
{
	bool unlocked;
	int i, ret = 0;

	for (i = 0; i < nr; i++) {
		unlocked = false;
		ret = fixup_user_fault(mm, addr + i * PAGE_SIZE, FAULT_FLAG_WRITE, &unlocked);
		if (ret || unlocked)
			break;
	}
	return ret;
}

/* Never set, and nobody looks at it. */
static int not_looked_at(struct mm_struct *mm, unsigned long addr)
{
	bool unlocked;

	return fixup_user_fault(mm, addr, FAULT_FLAG_WRITE, &unlocked);
}

/* Set where it is declared, in a member, by a caller. */
static int in_member(struct vcpu *v)
{
	int ret;

	v->unlocked = false;
	ret = fixup_user_fault(v->mm, v->addr, v->fault_flags, &v->unlocked);
	return v->unlocked ? -EAGAIN : ret;
}

static int wrapper(struct vcpu *v, unsigned int flags, bool *unlocked)
{
	int ret = fixup_user_fault(v->mm, v->addr, flags, unlocked);

	return ret == -ENOMEM ? -EFAULT : ret;
}

static int by_wrapper(struct vcpu *v)
{
	bool unlocked = false;
	int ret;

	do {
		unlocked = false;
		ret = wrapper(v, FAULT_FLAG_WRITE, &unlocked);
	} while (!ret && unlocked);
	return ret;
}

/* The pointer comes with the flag. */
static int both_or_none(struct vcpu *v, bool may_drop)
{
	unsigned int flags = FAULT_FLAG_WRITE;
	bool unlocked = false;

	if (may_drop)
		flags |= FAULT_FLAG_ALLOW_RETRY;
	return fixup_user_fault(v->mm, v->addr, flags, may_drop ? &unlocked : NULL);
}

/* Flags of another kind, with the same numbers. */
static long other_kind(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_WRITE, page);
}

/* Cleared before. */
static int cleared(struct vcpu *v)
{
	unsigned int flags = FAULT_FLAG_WRITE | FAULT_FLAG_RETRY_NOWAIT;
	bool unlocked = false;

	flags &= ~FAULT_FLAG_RETRY_NOWAIT;
	return fixup_user_fault(v->mm, v->addr, flags, &unlocked);
}

/* Once more where the lock was not let go of, or for all faults together. */
static int twice(struct vcpu *v)
{
	bool unlocked = false;
	int ret = fixup_user_fault(v->mm, v->addr, 0, &unlocked);

	if (!ret && !unlocked)
		ret = fixup_user_fault(v->mm, v->addr + PAGE_SIZE, 0, &unlocked);
	return unlocked ? -EAGAIN : ret;
}

static int all_together(struct vcpu *v, int nr)
{
	bool unlocked = false;
	int i, ret = 0;

	for (i = 0; i < nr && !ret; i++)
		ret = fixup_user_fault(v->mm, v->addr + i * PAGE_SIZE, 0, &unlocked);
	return unlocked ? -EAGAIN : ret;
}

/* A caller that does not look at it either. */
static int fault_one(struct vcpu *v, bool *u)
{
	return fixup_user_fault(v->mm, v->addr, FAULT_FLAG_WRITE, u);
}

static int not_looked_at_by_caller(struct vcpu *v)
{
	bool u;
	int ret = fault_one(v, &u);

	return ret == -EFAULT ? 0 : ret;
}

/* The lock is held afterwards in any case. */
static int lock_kept(struct vcpu *v)
{
	bool unlocked = false;
	int ret;

	mmap_read_lock(v->mm);
	ret = fixup_user_fault(v->mm, v->addr, 0, &unlocked);
	mmap_read_unlock(v->mm);
	return unlocked ? -EAGAIN : ret;
}

static int lock_kept_retry(struct vcpu *v, int nr)
{
	bool unlocked;
	int ret;

	mmap_read_lock(v->mm);
	do {
		unlocked = false;
		ret = fixup_user_fault(v->mm, v->addr, 0, &unlocked);
	} while (!ret && unlocked && nr--);
	mmap_read_unlock(v->mm);
	return ret;
}

/* Callers are told that it is still held. */
static int lock_told(struct vcpu *v)
{
	bool unlocked = false;
	int ret;

	mmap_read_lock(v->mm);
	ret = fixup_user_fault(v->mm, v->addr, 0, &unlocked);
	if (unlocked)
		return -EAGAIN;
	mmap_read_unlock(v->mm);
	return ret;
}
