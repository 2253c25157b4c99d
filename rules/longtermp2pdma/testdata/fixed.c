// SPDX-License-Identifier: MIT
// path: drivers/misc/peer/peer.c
// What bad.c does, put right.
#include <linux/mm.h>

#define PEER_FLAGS	FOLL_PCI_P2PDMA

int at_call(unsigned long addr, int nr, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, FOLL_PCI_P2PDMA, pages);
}

long held(unsigned long addr, unsigned long nr, struct page **pages)
{
	return pin_user_pages(addr, nr, FOLL_WRITE | PEER_FLAGS, pages);
}

long self(unsigned long addr, unsigned long nr, struct page **pages)
{
	return pin_user_pages_unlocked(addr, nr, pages, FOLL_LONGTERM);
}

int one_sometimes(unsigned long addr, struct page **page, bool forever)
{
	unsigned int flags = FOLL_PCI_P2PDMA;

	if (forever)
		flags = FOLL_LONGTERM;
	return pin_user_pages_fast(addr, 1, flags, page);
}

int each_sometimes(unsigned long addr, struct page **page, bool forever,
		   bool peer)
{
	unsigned int flags = FOLL_WRITE;

	if (forever)
		flags |= FOLL_LONGTERM;
	else if (peer)
		flags |= FOLL_PCI_P2PDMA;
	return pin_user_pages_fast(addr, 1, flags, page);
}
