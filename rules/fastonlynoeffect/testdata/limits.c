// SPDX-License-Identifier: MIT
// path: drivers/misc/glance/limits.c
// What the rule cannot see.
#include <linux/mm.h>

/* A variable of the file, which any function may have changed. */
static unsigned int glance_flags = FOLL_WRITE;

void glance_change(void)
{
	glance_flags |= FOLL_FORCE;
}

bool by_variable(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, glance_flags, page); // limit "no effect"
}
