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

void lock_page(struct page *page);
void unlock_page(struct page *page);

#endif
