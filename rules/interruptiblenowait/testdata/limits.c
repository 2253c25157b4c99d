// SPDX-License-Identifier: MIT
// path: drivers/misc/quick/limits.c
// What the rule cannot see.
#include <linux/mm.h>

/* A variable of the file, which any function may have changed. */
static unsigned int quick_flags = FOLL_WRITE;

void quick_change(void)
{
	quick_flags |= FOLL_INTERRUPTIBLE;
}

long by_variable(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, quick_flags | FOLL_NOWAIT); // limit "no effect"
}
