// SPDX-License-Identifier: MIT
// path: drivers/misc/keep/keep.c
// What bad.c does, put right.
#include <linux/mm.h>

#define KEEP_FLAGS	FOLL_LONGTERM

int at_call(unsigned long addr, int nr, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
}

long held(unsigned long addr, unsigned long nr, struct page **pages)
{
	return get_user_pages(addr, nr, FOLL_GET, pages);
}

int by_macro(unsigned long addr, struct page **page)
{
	return pin_user_pages_fast(addr, 1, KEEP_FLAGS, page);
}

int for_two_entries(unsigned long addr, struct page **page, bool pin)
{
	unsigned int flags = FOLL_WRITE;

	if (!pin)
		return get_user_pages_fast(addr, 1, flags | FOLL_GET, page);
	return pin_user_pages_fast(addr, 1, flags, page);
}

static int grab(unsigned long addr, unsigned int flags, struct page **page)
{
	return pin_user_pages_fast(addr, 1, flags, page);
}

int through_wrapper(unsigned long addr, struct page **page)
{
	return grab(addr, FOLL_WRITE, page);
}

/* A structure that the function finds by itself, whoever calls it. */
struct shelf {
	unsigned int gup_flags;
	struct page **pages;
};

struct shelf *shelf_find(unsigned long addr);

void shelf_init(struct shelf *s)
{
	s->gup_flags = FOLL_LONGTERM;
}

static long shelf_pin(unsigned long addr, unsigned int flags)
{
	struct shelf *s = shelf_find(addr);

	return pin_user_pages_fast(addr, 1, flags | s->gup_flags, s->pages);
}

long shelf_fill(unsigned long addr, bool write)
{
	return shelf_pin(addr, write ? FOLL_WRITE : 0);
}
