// SPDX-License-Identifier: MIT
// path: drivers/misc/keep/keep.c
// What the rule cannot see.
#include <linux/mm.h>
#include <linux/uaccess.h>

/* A variable of the file, which any function may have changed. */
static unsigned int keep_flags = FOLL_WRITE;

void take_references(void)
{
	keep_flags |= FOLL_GET;
}

int by_variable(unsigned long addr, struct page **page)
{
	return pin_user_pages_fast(addr, 1, keep_flags, page); // limit "takes a pin"
}
