// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: arch/x86/vmm/rewrites.c

/* Defects and their repairs, written in the ways that people write them. */

#include <linux/errno.h>
#include <linux/mm.h>

struct vcpu {
	struct mm_struct *mm;
	unsigned long addr;
	bool nowait;
};

static int early_return(struct vcpu *v)
{
	bool unlocked;
	int ret;

	ret = fixup_user_fault(v->mm, v->addr, 0, &unlocked);	// want "was never set"
	if (ret)
		return ret;
	return unlocked ? -EAGAIN : 0;
}

static int inverted(struct vcpu *v)
{
	bool unlocked;
	int err;

	err = fixup_user_fault(v->mm, v->addr, 0, &unlocked);	// want "was never set"
	if (!err) {
		if (!unlocked)
			return 0;
		return -EAGAIN;
	}
	return err;
}

static int by_goto(struct vcpu *v)
{
	bool unlocked;
	int err, ret = 0;

	err = fixup_user_fault(v->mm, v->addr, 0, &unlocked);	// want "was never set"
	if (err) {
		ret = err;
		goto out;
	}
	if (unlocked)
		ret = -EAGAIN;
out:
	return ret;
}

static int in_condition(struct vcpu *v)
{
	bool unlocked;

	if (fixup_user_fault(v->mm, v->addr, 0, &unlocked))	// want "was never set"
		return -EFAULT;
	return unlocked ? -EAGAIN : 0;
}

static int fault_in(struct vcpu *v, unsigned int flags, bool *unlocked)
{
	return fixup_user_fault(v->mm, v->addr, flags, unlocked);
}

static int helper_faults(struct vcpu *v)
{
	bool unlocked;
	int ret = fault_in(v, 0, &unlocked);	// want "was never set"

	return unlocked ? -EAGAIN : ret;
}

static int unrolled(struct vcpu *v)
{
	bool unlocked;
	int ret;

	ret = fixup_user_fault(v->mm, v->addr, 0, &unlocked);	// want "was never set"
	if (!ret && unlocked) {
		unlocked = false;
		ret = fixup_user_fault(v->mm, v->addr, 0, &unlocked);
	}
	return unlocked ? -EAGAIN : ret;
}

/* The flag by other ways. */
static int flag_by_if(struct vcpu *v)
{
	unsigned int flags = FAULT_FLAG_WRITE;
	bool unlocked = false;

	if (!v->nowait)
		flags |= FAULT_FLAG_KILLABLE;
	else
		flags |= FAULT_FLAG_RETRY_NOWAIT;
	return fixup_user_fault(v->mm, v->addr, flags, &unlocked);	// want "keeps the lock held"
}

static int flag_by_choice(struct vcpu *v)
{
	unsigned int flags = FAULT_FLAG_WRITE | (v->nowait ? FAULT_FLAG_RETRY_NOWAIT : FAULT_FLAG_KILLABLE);
	bool unlocked = false;

	return fixup_user_fault(v->mm, v->addr, flags, &unlocked);	// want "keeps the lock held"
}

static unsigned int flags_of(struct vcpu *v)
{
	if (v->nowait)
		return FAULT_FLAG_RETRY_NOWAIT;
	return 0;
}

static int flag_by_helper(struct vcpu *v)
{
	bool unlocked = false;

	return fixup_user_fault(v->mm, v->addr, flags_of(v), &unlocked);	// want "keeps the lock held"
}

static int flag_through_helper(struct vcpu *v)
{
	bool unlocked = false;

	return fault_in(v, FAULT_FLAG_RETRY_NOWAIT, &unlocked);	// want "keeps the lock held"
}

static int right_inverted(struct vcpu *v)
{
	bool unlocked = false;
	int err;

	err = fixup_user_fault(v->mm, v->addr, 0, &unlocked);
	if (!err) {
		if (!unlocked)
			return 0;
		return -EAGAIN;
	}
	return err;
}

static void reset(bool *unlocked)
{
	*unlocked = false;
}

static int right_by_helper(struct vcpu *v)
{
	bool unlocked;
	int ret;

	do {
		reset(&unlocked);
		ret = fault_in(v, 0, &unlocked);
	} while (!ret && unlocked);
	return ret;
}

static int right_flag(struct vcpu *v)
{
	unsigned int flags = flags_of(v);
	bool unlocked = false;

	if (flags & FAULT_FLAG_RETRY_NOWAIT)
		return -EAGAIN;
	return fixup_user_fault(v->mm, v->addr, flags, &unlocked);
}
