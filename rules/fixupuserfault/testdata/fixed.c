// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: arch/x86/vmm/fixed.c

#include <linux/errno.h>
#include <linux/mm.h>

/* no_pointer() of bad.c, mended in both ways. */
static int with_pointer(struct mm_struct *mm, unsigned long addr)
{
	bool unlocked = false;

	return fixup_user_fault(mm, addr, FAULT_FLAG_WRITE | FAULT_FLAG_ALLOW_RETRY, &unlocked);
}

static int without_flag(struct mm_struct *mm, unsigned long addr)
{
	return fixup_user_fault(mm, addr, FAULT_FLAG_WRITE, NULL);
}

/* never_set(), mended. */
static int set_before(struct mm_struct *mm, unsigned long addr)
{
	bool unlocked = false;
	int ret;

	ret = fixup_user_fault(mm, addr, FAULT_FLAG_WRITE, &unlocked);
	return unlocked ? -EAGAIN : ret;
}

/* any_signal(), mended. */
static int fatal_signals(struct mm_struct *mm, unsigned long addr)
{
	bool unlocked = false;

	return fixup_user_fault(mm, addr, FAULT_FLAG_KILLABLE | FAULT_FLAG_WRITE, &unlocked);
}
