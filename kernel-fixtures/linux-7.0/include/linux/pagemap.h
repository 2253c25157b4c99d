/* SPDX-License-Identifier: MIT */
/* The page cache. */
#ifndef _LINUX_PAGEMAP_H
#define _LINUX_PAGEMAP_H

#include <linux/mm.h>
#include <linux/fs.h>

struct address_space {
	struct inode *host;
	unsigned long nrpages;
	bool dirty_tracked;
	bool dax;
};

void folio_lock(struct folio *folio);
void folio_unlock(struct folio *folio);
void lock_page(struct page *page);
void unlock_page(struct page *page);

/* Finds the folio at an offset of a memfd, with a reference, or makes one. */
struct folio *memfd_find_or_alloc(struct file *memfd, pgoff_t index);

#endif
