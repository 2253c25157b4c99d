// SPDX-License-Identifier: MIT
// tree: linux-6.1
// path: drivers/misc/hold/limits.c
// What the rule cannot see.
#include <linux/mm.h>

/* A variable of the file, which any function may have changed. */
static unsigned int hold_flags = FOLL_WRITE;

void hold_change(void)
{
	hold_flags |= FOLL_LONGTERM;
}

long by_variable(unsigned long addr, struct page **page)
{
	return pin_user_pages_unlocked(addr, 1, page, hold_flags); // limit "is refused"
}
