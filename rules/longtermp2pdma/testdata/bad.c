// SPDX-License-Identifier: MIT
// path: drivers/misc/peer/peer.c
// Memory of a device that would never be given back.
#include <linux/mm.h>
#include <linux/fs.h>

#define PEER_FLAGS	(FOLL_LONGTERM | FOLL_PCI_P2PDMA)

struct peer {
	struct page **pages;
	unsigned int gup_flags;
};

int at_call(unsigned long addr, int nr, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, FOLL_LONGTERM | FOLL_PCI_P2PDMA, pages); // want "FOLL_LONGTERM and FOLL_PCI_P2PDMA exclude each other in pin_user_pages_fast\\(\\)"
}

long held(unsigned long addr, unsigned long nr, struct page **pages)
{
	return pin_user_pages(addr, nr, FOLL_WRITE | PEER_FLAGS, pages); // want "exclude each other in pin_user_pages\\(\\)"
}

long self(unsigned long addr, unsigned long nr, struct page **pages)
{
	unsigned int flags = FOLL_LONGTERM; // step "FOLL_LONGTERM is set here"

	flags |= FOLL_PCI_P2PDMA; // step "FOLL_PCI_P2PDMA is set here"
	return pin_user_pages_unlocked(addr, nr, pages, flags); // want "exclude each other in pin_user_pages_unlocked\\(\\)"
}

long remote(struct mm_struct *mm, unsigned long addr, struct page **page,
	    bool peer)
{
	return pin_user_pages_remote(mm, addr, 1, FOLL_LONGTERM | (peer ? FOLL_PCI_P2PDMA : 0), page, NULL); // want "exclude each other in pin_user_pages_remote\\(\\)"
}

/* One of them always, the other one sometimes. */
int one_sometimes(unsigned long addr, struct page **page, bool forever)
{
	unsigned int flags = FOLL_PCI_P2PDMA; // step "FOLL_PCI_P2PDMA is set here"

	if (forever)
		flags |= FOLL_LONGTERM; // step "FOLL_LONGTERM is set here"
	return pin_user_pages_fast(addr, 1, flags, page); // want "exclude each other"
}

/* Each for a reason of its own: nobody knows whether both ever hold. */
int each_sometimes(unsigned long addr, struct page **page, bool forever,
		   bool peer)
{
	unsigned int flags = FOLL_WRITE;

	if (forever)
		flags |= FOLL_LONGTERM;
	if (peer)
		flags |= FOLL_PCI_P2PDMA;
	return pin_user_pages_fast(addr, 1, flags, page); // strict "exclude each other"
}

static int pin_forever(unsigned long addr, unsigned int flags,
		       struct page **page)
{
	return pin_user_pages_fast(addr, 1, flags | FOLL_LONGTERM, page); // step "FOLL_LONGTERM is set here"
}

int through_wrapper(unsigned long addr, struct page **page)
{
	return pin_forever(addr, FOLL_PCI_P2PDMA, page); // want "exclude each other"
}

void peer_init(struct peer *p, bool peers)
{
	p->gup_flags = peers ? FOLL_PCI_P2PDMA : 0; // step "stored in struct peer's gup_flags here"
}

int by_member(struct peer *p, unsigned long addr)
{
	return pin_user_pages_fast(addr, 1, p->gup_flags | FOLL_LONGTERM, p->pages); // want "exclude each other"
}
