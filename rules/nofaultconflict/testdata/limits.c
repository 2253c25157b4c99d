// SPDX-License-Identifier: MIT
// path: drivers/misc/peek/limits.c
// What the rule cannot see.
#include <linux/mm.h>

/* A variable of the file, which any function may have changed. */
static unsigned int peek_flags = FOLL_WRITE;

void peek_change(void)
{
	peek_flags |= FOLL_NOWAIT;
}

long by_variable(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, peek_flags | FOLL_NOFAULT, page); // limit "no effect"
}
