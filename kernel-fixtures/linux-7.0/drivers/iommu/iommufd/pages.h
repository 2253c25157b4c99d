/* SPDX-License-Identifier: MIT */
/* Memory that devices are let at. */
#ifndef _IOMMUFD_PAGES_H
#define _IOMMUFD_PAGES_H

#include <linux/mm.h>

struct iommufd_pages {
	struct mm_struct *mm;
	unsigned long uptr;
	unsigned long npages;
	bool writable;
	bool peers;
};

/* Somebody who goes through the pages in batches. */
struct pfn_reader_user {
	struct page **upages;
	unsigned long got;
	/* FOLL_LONGTERM and what the pages allow */
	unsigned int gup_flags;
	/* -1: not asked for yet; 0: let go of; 1: held */
	int locked;
};

void pfn_reader_user_init(struct pfn_reader_user *user,
			  const struct iommufd_pages *pages);
long pfn_reader_user_pin(struct pfn_reader_user *user,
			 const struct iommufd_pages *pages,
			 unsigned long index, unsigned long npages);
void pfn_reader_user_destroy(struct pfn_reader_user *user,
			     const struct iommufd_pages *pages);

#endif
