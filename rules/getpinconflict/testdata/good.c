// SPDX-License-Identifier: MIT
// path: drivers/misc/keep/keep.c
// A reference or a pin, each by what is made for it.
#include <linux/mm.h>

/* Redundant with a get_ entry, and legal. */
long get_with_get(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_GET | FOLL_WRITE);
}

int get_fast_with_get(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_GET, page);
}

long get_held_with_get(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, FOLL_GET | FOLL_SPLIT_PMD, page);
}

/* One page that is both referenced and pinned, by two calls. */
int both_by_two(unsigned long addr, struct page **pages)
{
	int n = get_user_pages_fast(addr, 1, FOLL_GET, &pages[0]);

	if (n != 1)
		return n;
	return pin_user_pages_fast(addr, 1, FOLL_WRITE, &pages[1]);
}

int one_of_two(unsigned long addr, struct page **page, bool pin)
{
	unsigned int flags = FOLL_WRITE;

	if (!pin)
		flags |= FOLL_GET;
	if (pin)
		return pin_user_pages_fast(addr, 1, flags, page);
	return get_user_pages_fast(addr, 1, flags, page);
}

int cleared(unsigned long addr, struct page **page, unsigned int flags)
{
	return pin_user_pages_fast(addr, 1, flags & ~FOLL_GET, page);
}

/* The same number among other flags. */
int fault(struct mm_struct *mm, unsigned long addr)
{
	return fixup_user_fault(mm, addr, FAULT_FLAG_MKWRITE, NULL);
}

/* Whoever gets there has stored flags of its own. */
struct order {
	unsigned int follow;
	unsigned long addr;
	struct page **pages;
};

static long order_pin(struct order *o)
{
	return pin_user_pages_unlocked(o->addr, 1, o->pages, o->follow | FOLL_LONGTERM);
}

long order_for_device(struct order *o, bool write)
{
	o->follow = write ? FOLL_WRITE : 0;
	return order_pin(o);
}

long order_for_cpu(struct order *o)
{
	o->follow = FOLL_GET;
	return get_user_pages_unlocked(o->addr, 1, o->pages, o->follow);
}
