// SPDX-License-Identifier: MIT
// path: drivers/misc/glance/glance.c
// Flags about faults and permissions, for entries that take no faults.
#include <linux/mm.h>

#define GLANCE_FLAGS	(FOLL_WRITE | FOLL_FORCE)

bool nofault(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, FOLL_WRITE | FOLL_NOFAULT, page); // want "FOLL_NOFAULT has no effect: get_user_page_fast_only\\(\\) takes no faults and never looks at it"
}

int force(unsigned long addr, int nr, struct page **pages)
{
	return get_user_pages_fast_only(addr, nr, GLANCE_FLAGS, pages); // want "FOLL_FORCE has no effect: get_user_pages_fast_only\\(\\)"
}

int numa(unsigned long addr, struct page **page)
{
	return get_user_pages_fast_only(addr, 1, FOLL_HONOR_NUMA_FAULT, page); // want "FOLL_HONOR_NUMA_FAULT has no effect"
}

bool by_variable(unsigned long addr, struct page **page, bool peek)
{
	unsigned int flags = FOLL_WRITE;

	if (peek)
		flags |= FOLL_NOFAULT; // step "FOLL_NOFAULT is set here"
	return get_user_page_fast_only(addr, flags, page); // want "FOLL_NOFAULT has no effect"
}

static int grab(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_pages_fast_only(addr, 1, flags | FOLL_WRITE, page); // step "get_user_pages_fast_only\\(\\) is called here"
}

int through_wrapper(unsigned long addr, struct page **page)
{
	return grab(addr, FOLL_FORCE, page); // want "FOLL_FORCE has no effect"
}
