// SPDX-License-Identifier: MIT
// path: drivers/misc/keep/keep.c
// All that callers may pass.
#include <linux/mm.h>

long public_flags(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, FOLL_WRITE | FOLL_FORCE | FOLL_DUMP | FOLL_ANON, page);
}

/* Redundant, and a public flag. */
long explicit_get(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_GET);
}

/* The entries set them themselves. */
int pin(unsigned long addr, struct page **page)
{
	return pin_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, page);
}

/* Taken away again, or looked at. */
int cleared(unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE | FOLL_PIN;

	flags &= ~(FOLL_PIN | FOLL_TOUCH);
	return get_user_pages_fast(addr, 1, flags, page);
}

int looked_at(unsigned long addr, struct page **page, unsigned int flags)
{
	if (flags & FOLL_PIN)
		return -EINVAL;
	return get_user_pages_fast(addr, 1, flags, page);
}

/* What faults are taken for has flags of the same numbers. */
int fault(struct mm_struct *mm, unsigned long addr)
{
	return fixup_user_fault(mm, addr, FAULT_FLAG_REMOTE | FAULT_FLAG_WRITE, NULL);
}

/* A function of the driver with flags of its own. */
#define KEEP_FOREVER	0x80000

static int keep(unsigned long addr, unsigned int how)
{
	return how & KEEP_FOREVER ? 1 : (int)addr;
}

int kept(unsigned long addr)
{
	return keep(addr, KEEP_FOREVER);
}

/* Never both: one entry or the other. */
int one_or_other(unsigned long addr, struct page **page, bool pin)
{
	if (pin)
		return pin_user_pages_fast(addr, 1, 0, page);
	return get_user_pages_fast(addr, 1, 0, page);
}
