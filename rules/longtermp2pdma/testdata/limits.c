// SPDX-License-Identifier: MIT
// path: drivers/misc/peer/limits.c
// What the rule cannot see.
#include <linux/mm.h>

/* A variable of the file, which any function may have changed. */
static unsigned int peer_flags = FOLL_WRITE;

void peer_change(void)
{
	peer_flags |= FOLL_PCI_P2PDMA;
}

int by_variable(unsigned long addr, struct page **page)
{
	return pin_user_pages_fast(addr, 1, peer_flags | FOLL_LONGTERM, page); // limit "exclude each other"
}
