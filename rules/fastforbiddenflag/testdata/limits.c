// SPDX-License-Identifier: MIT
// path: drivers/misc/walk/limits.c
// What the rule cannot see.
#include <linux/mm.h>

/* A variable of the file, which any function may have changed. */
static unsigned int walk_flags = FOLL_WRITE;

void walk_change(void)
{
	walk_flags |= FOLL_NOWAIT;
}

int by_variable(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, walk_flags, page); // limit "not among"
}
