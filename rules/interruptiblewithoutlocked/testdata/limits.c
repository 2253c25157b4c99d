// SPDX-License-Identifier: MIT
// path: drivers/misc/snap/snap.c
// What the rule cannot see.
#include <linux/mm.h>

/* Flags in a variable of the file, which any function may have changed. */
static unsigned int snap_flags;

void ask_for_signals(void)
{
	snap_flags |= FOLL_INTERRUPTIBLE;
}

long in_variable(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, snap_flags, page, NULL); // limit "no effect"
}

/* From a function that lies in another file and hands nothing on. */
unsigned int snap_policy(void);

long from_afar(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, snap_policy(), page, NULL);
}
