// SPDX-License-Identifier: MIT
// Memory of one device, mapped for another.
#include <linux/err.h>
#include <linux/slab.h>

#include "pages.h"

/* What a mapping needs. */
static unsigned int peer_flags(const struct iommufd_pages *pages)
{
	unsigned int flags = FOLL_PCI_P2PDMA;

	if (pages->writable)
		flags |= FOLL_WRITE;
	return flags;
}

/* The mapping lasts until user space takes it back. */
int iommufd_map_peer(const struct iommufd_pages *pages, struct page **upages)
{
	unsigned int flags = peer_flags(pages) | FOLL_LONGTERM;
	long n;

	mmap_read_lock(pages->mm);
	n = pin_user_pages_remote(pages->mm, pages->uptr, pages->npages, flags, /* want longterm-p2pdma */
				  upages, NULL);
	mmap_read_unlock(pages->mm);
	if (n == pages->npages)
		return 0;
	if (n > 0)
		unpin_user_pages(upages, n);
	return n < 0 ? n : -EFAULT;
}

/* A transfer is over before the call returns. */
int iommufd_copy_peer(const struct iommufd_pages *pages, struct page **upages)
{
	int nr = min_t(unsigned long, pages->npages, 64);
	int n = pin_user_pages_fast(pages->uptr, nr, peer_flags(pages), upages);

	if (n <= 0)
		return n ? n : -EFAULT;
	unpin_user_pages_dirty_lock(upages, n, pages->writable);
	return 0;
}
