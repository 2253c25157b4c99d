/* SPDX-License-Identifier: MIT */
// path: drivers/misc/probe/probe.h
#ifndef PROBE_H
#define PROBE_H

#include <linux/mm.h>

struct probe_ops {
	long (*grab)(struct mm_struct *mm, unsigned long addr,
		     unsigned int flags, struct page **page);
};

struct page *probe_page(struct mm_struct *mm, unsigned long addr,
			unsigned int flags);

static inline struct page *probe_quick(struct mm_struct *mm, unsigned long addr)
{
	return probe_page(mm, addr, FOLL_NOWAIT); // want "cannot return without a page"
}

#endif
