// SPDX-License-Identifier: MIT
// path: drivers/misc/mix/mix.c
// What the rule cannot see.
#include <linux/mm.h>

struct mix {
	unsigned int fault_flags;
};

/* Flags in a structure, of which only the name tells what kind they are. */
long by_member(struct mix *m, unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, m->fault_flags, page); // limit "FAULT_FLAG_"
}

void mix_init(struct mix *m)
{
	m->fault_flags = FAULT_FLAG_WRITE;
}
