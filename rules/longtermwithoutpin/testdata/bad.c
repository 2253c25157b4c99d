// SPDX-License-Identifier: MIT
// path: drivers/misc/hold/hold.c
// FOLL_LONGTERM with entries that take references.
#include <linux/mm.h>
#include <linux/fs.h>

#define HOLD_FLAGS	(FOLL_WRITE | FOLL_LONGTERM)

struct hold {
	struct mm_struct *mm;
	struct page **pages;
	unsigned int gup_flags;
};

int at_call(unsigned long addr, int nr, struct page **pages)
{
	return get_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, pages); // want "FOLL_LONGTERM needs a pin, and get_user_pages_fast\\(\\) takes a plain reference"
}

long held(unsigned long addr, unsigned long nr, struct page **pages)
{
	return get_user_pages(addr, nr, FOLL_LONGTERM, pages); // want "needs a pin, and get_user_pages\\(\\)"
}

long self(unsigned long addr, unsigned long nr, struct page **pages)
{
	return get_user_pages_unlocked(addr, nr, pages, HOLD_FLAGS); // want "needs a pin, and get_user_pages_unlocked\\(\\)"
}

long remote(struct hold *h, unsigned long addr)
{
	int locked = 1;

	return get_user_pages_remote(h->mm, addr, 1, FOLL_LONGTERM, h->pages, &locked); // want "needs a pin, and get_user_pages_remote\\(\\)"
}

bool fast_only(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, FOLL_LONGTERM, page); // want "needs a pin, and get_user_page_fast_only\\(\\)"
}

struct page *with_vma(struct hold *h, unsigned long addr,
		      struct vm_area_struct **vma)
{
	return get_user_page_vma_remote(h->mm, addr, FOLL_LONGTERM, vma); // want "needs a pin, and get_user_page_vma_remote\\(\\)"
}

int read_other(struct hold *h, unsigned long addr, void *buf, int len)
{
	return access_remote_vm(h->mm, addr, buf, len, FOLL_FORCE | FOLL_LONGTERM); // want "needs a pin"
}

/* One set of flags for an entry of each kind. */
int for_two_entries(unsigned long addr, struct page **page, bool pin,
		    bool forever)
{
	unsigned int flags = FOLL_WRITE;

	if (forever)
		flags |= FOLL_LONGTERM; // step "FOLL_LONGTERM is set here"
	if (pin)
		return pin_user_pages_fast(addr, 1, flags, page);
	return get_user_pages_fast(addr, 1, flags, page); // want "needs a pin"
}

static int grab(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_pages_fast(addr, 1, flags | FOLL_WRITE, page); // step "get_user_pages_fast\\(\\) is called here"
}

int through_wrapper(unsigned long addr, struct page **page)
{
	return grab(addr, FOLL_LONGTERM, page); // want "needs a pin"
}

void hold_init(struct hold *h)
{
	h->gup_flags = HOLD_FLAGS; // step "stored in struct hold's gup_flags here"
}

int by_member(struct hold *h, unsigned long addr)
{
	return get_user_pages_fast(addr, 1, h->gup_flags, h->pages); // want "needs a pin"
}

/* No pages, no pin. */
long prefault(unsigned long addr)
{
	return get_user_pages(addr, 1, FOLL_LONGTERM, NULL); // want "needs a pin"
}
