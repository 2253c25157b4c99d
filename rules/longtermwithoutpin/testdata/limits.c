// SPDX-License-Identifier: MIT
// path: drivers/misc/hold/limits.c
// What the rule cannot see.
#include <linux/mm.h>

/* A variable of the file, which any function may have changed. */
static unsigned int hold_flags = FOLL_WRITE;

void hold_change(void)
{
	hold_flags |= FOLL_LONGTERM;
}

int by_variable(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, hold_flags, page); // limit "needs a pin"
}
