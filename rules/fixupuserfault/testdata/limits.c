// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: arch/x86/vmm/limits.c
// What the rule cannot see.

#include <linux/errno.h>
#include <linux/mm.h>

struct vcpu {
	struct mm_struct *mm;
	unsigned long addr;
	bool unlocked;
};

unsigned int vcpu_fault_flags(struct vcpu *v);

/* Flags of which nothing is known. */
static int unknown_flags(struct vcpu *v)
{
	return fixup_user_fault(v->mm, v->addr, vcpu_fault_flags(v) | FAULT_FLAG_WRITE, NULL);	// limit "needs an unlocked pointer"
}

/* A member that nobody has set. */
static int member(struct vcpu *v)
{
	int ret = fixup_user_fault(v->mm, v->addr, 0, &v->unlocked);	// limit "was never set"

	return v->unlocked ? -EAGAIN : ret;
}

/* Not set before the first of several rounds. */
static int first_round(struct vcpu *v)
{
	bool unlocked;
	int ret;

again:
	ret = fixup_user_fault(v->mm, v->addr, 0, &unlocked);	// limit "was never set"
	if (!ret && unlocked)
		goto again;
	return ret;
}
