// SPDX-License-Identifier: MIT
// path: drivers/misc/keep/keep.c
// FOLL_GET with an entry that pins.
#include <linux/mm.h>
#include <linux/fs.h>

#define KEEP_FLAGS	(FOLL_GET | FOLL_LONGTERM)

struct keep {
	struct mm_struct *mm;
	struct page **pages;
	unsigned int gup_flags;
};

int at_call(unsigned long addr, int nr, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_GET, pages); // want "pin_user_pages_fast\\(\\) takes a pin and cannot take a reference with FOLL_GET as well"
}

long held(unsigned long addr, unsigned long nr, struct page **pages)
{
	return pin_user_pages(addr, nr, FOLL_GET, pages); // want "pin_user_pages\\(\\) takes a pin"
}

long remote(struct mm_struct *mm, unsigned long addr, struct page **pages)
{
	int locked = 1;

	return pin_user_pages_remote(mm, addr, 1, FOLL_GET, pages, &locked); // want "pin_user_pages_remote\\(\\) takes a pin"
}

long self(unsigned long addr, struct page **pages, bool write)
{
	unsigned int flags = write ? FOLL_WRITE | FOLL_GET : FOLL_GET; // step "FOLL_GET is set here"

	return pin_user_pages_unlocked(addr, 1, pages, flags); // want "pin_user_pages_unlocked\\(\\) takes a pin"
}

int by_macro(unsigned long addr, struct page **page)
{
	return pin_user_pages_fast(addr, 1, KEEP_FLAGS, page); // want "takes a pin"
}

/* One set of flags for two entries. */
int for_two_entries(unsigned long addr, struct page **page, bool pin)
{
	unsigned int flags = FOLL_WRITE;

	flags |= FOLL_GET; // step "FOLL_GET is set here"
	if (!pin)
		return get_user_pages_fast(addr, 1, flags, page);
	return pin_user_pages_fast(addr, 1, flags, page); // want "takes a pin"
}

static int grab(unsigned long addr, unsigned int flags, struct page **page)
{
	return pin_user_pages_fast(addr, 1, flags, page); // step "pin_user_pages_fast\\(\\) is called here"
}

int through_wrapper(unsigned long addr, struct page **page)
{
	return grab(addr, FOLL_GET, page); // want "takes a pin"
}

void keep_init(struct keep *k, bool write)
{
	k->gup_flags = FOLL_GET | (write ? FOLL_WRITE : 0); // step "FOLL_GET is set here"
}

int by_member(struct keep *k, unsigned long addr)
{
	return pin_user_pages_fast(addr, 1, k->gup_flags, k->pages); // want "takes a pin"
}

/* A structure that the function finds by itself, whoever calls it. */
struct shelf {
	unsigned int gup_flags;
	struct page **pages;
};

struct shelf *shelf_find(unsigned long addr);

void shelf_init(struct shelf *s)
{
	s->gup_flags = FOLL_GET; // step "FOLL_GET is set here"
}

static long shelf_pin(unsigned long addr, unsigned int flags)
{
	struct shelf *s = shelf_find(addr);

	return pin_user_pages_fast(addr, 1, flags | s->gup_flags, s->pages); // want "takes a pin"
}

long shelf_fill(unsigned long addr, bool write)
{
	return shelf_pin(addr, write ? FOLL_WRITE : 0);
}
