// SPDX-License-Identifier: MIT
// path: drivers/misc/peer/peer.c
// Pins of peers that end, pins that last of other memory.
#include <linux/mm.h>

int peer(unsigned long addr, int nr, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_PCI_P2PDMA, pages);
}

int forever(unsigned long addr, int nr, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, pages);
}

int reference(unsigned long addr, int nr, struct page **pages)
{
	return get_user_pages_fast(addr, nr, FOLL_PCI_P2PDMA, pages);
}

int one_or_other(unsigned long addr, struct page **page, bool peers)
{
	return pin_user_pages_fast(addr, 1, peers ? FOLL_PCI_P2PDMA : FOLL_LONGTERM, page);
}

int by_one_condition(unsigned long addr, struct page **page, bool peers)
{
	unsigned int flags = FOLL_WRITE;

	if (peers)
		flags |= FOLL_PCI_P2PDMA;
	if (!peers)
		flags |= FOLL_LONGTERM;
	return pin_user_pages_fast(addr, 1, flags, page);
}

int cleared(unsigned long addr, struct page **page, unsigned int flags)
{
	if (flags & FOLL_LONGTERM)
		flags &= ~FOLL_PCI_P2PDMA;
	return pin_user_pages_fast(addr, 1, flags, page);
}

/* Callers that ask for one of them. */
static int grab(unsigned long addr, bool forever, bool peers,
		struct page **page)
{
	unsigned int flags = 0;

	if (forever)
		flags |= FOLL_LONGTERM;
	if (peers)
		flags |= FOLL_PCI_P2PDMA;
	return pin_user_pages_fast(addr, 1, flags, page);
}

int grab_forever(unsigned long addr, struct page **page)
{
	return grab(addr, true, false, page);
}

int grab_peers(unsigned long addr, struct page **page)
{
	return grab(addr, false, true, page);
}
