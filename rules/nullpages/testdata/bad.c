// SPDX-License-Identifier: MIT
// path: drivers/misc/fill/fill.c
// No array for pages that are to be handed over.
#include <linux/mm.h>

struct fill {
	struct mm_struct *mm;
	struct page **pages;
};

int pin_fast(unsigned long addr, int nr)
{
	return pin_user_pages_fast(addr, nr, FOLL_WRITE, NULL); // want "pin_user_pages_fast\\(\\) has to hand its pages over, and pages is NULL"
}

int get_fast(unsigned long addr, int nr)
{
	return get_user_pages_fast(addr, nr, FOLL_WRITE, NULL); // want "get_user_pages_fast\\(\\) has to hand its pages over"
}

bool one_page(unsigned long addr)
{
	return get_user_page_fast_only(addr, FOLL_WRITE, NULL); // want "get_user_page_fast_only\\(\\) has to hand"
}

long pin(unsigned long addr, unsigned long nr)
{
	return pin_user_pages(addr, nr, 0, NULL); // want "pin_user_pages\\(\\) has to hand"
}

long pin_self(unsigned long addr, unsigned long nr)
{
	return pin_user_pages_unlocked(addr, nr, NULL, FOLL_WRITE); // want "pin_user_pages_unlocked\\(\\) has to hand"
}

long pin_remote(struct mm_struct *mm, unsigned long addr)
{
	int locked = 1;

	return pin_user_pages_remote(mm, addr, 1, FOLL_WRITE, NULL, &locked); // want "pin_user_pages_remote\\(\\) has to hand"
}

/* References are asked for by name. */
long prefault_with_get(unsigned long addr)
{
	return get_user_pages(addr, 1, FOLL_GET, NULL); // want "get_user_pages\\(\\) has to hand"
}

long by_variable(unsigned long addr, struct page **pages, bool touch)
{
	struct page **to = pages;

	if (touch)
		to = NULL;
	return pin_user_pages(addr, 1, FOLL_WRITE, to); // want "pin_user_pages\\(\\) has to hand"
}

long by_choice(unsigned long addr, struct page **pages, bool touch)
{
	return pin_user_pages(addr, 1, FOLL_WRITE, touch ? NULL : pages); // want "pin_user_pages\\(\\) has to hand"
}

/* Known to be NULL by a test. */
int tested(struct fill *f, unsigned long addr)
{
	if (!f->pages)
		return pin_user_pages_fast(addr, 1, 0, f->pages); // want "has to hand its pages over"
	return 0;
}
