// SPDX-License-Identifier: MIT
// path: drivers/misc/probe/user.c
// FOLL_NOWAIT for what lies in another file.
#include "probe.h"

struct page *direct(struct mm_struct *mm, unsigned long addr, bool async)
{
	unsigned int flags = FOLL_FORCE;

	if (async)
		flags |= FOLL_NOWAIT; // step "FOLL_NOWAIT is set here"
	return probe_page(mm, addr, flags); // want "cannot return without a page"
}

long through_table(const struct probe_ops *ops, struct mm_struct *mm,
		   unsigned long addr, struct page **page)
{
	return ops->grab(mm, addr, FOLL_WRITE | FOLL_NOWAIT, page); // want "in vain"
}

long through_table_waiting(const struct probe_ops *ops, struct mm_struct *mm,
			   unsigned long addr, struct page **page)
{
	return ops->grab(mm, addr, FOLL_WRITE, page);
}
