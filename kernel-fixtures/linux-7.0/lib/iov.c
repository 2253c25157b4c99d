// SPDX-License-Identifier: MIT
// Pages behind an iterator over user memory.
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>

#define ITER_P2PDMA	(1U << 0)
#define ITER_NOFAULT	(1U << 1)

struct uiter {
	unsigned long addr;
	size_t count;
	bool to_user;
	bool nofault;
};

static unsigned int uiter_flags(const struct uiter *i, unsigned int extraction)
{
	unsigned int gup_flags = 0;

	if (i->to_user)
		gup_flags |= FOLL_WRITE;
	if (extraction & ITER_P2PDMA)
		gup_flags |= FOLL_PCI_P2PDMA;
	if (i->nofault)
		gup_flags |= FOLL_NOFAULT;
	return gup_flags;
}

/* Takes what there is; whoever asked goes on with that. */
ssize_t uiter_extract(struct uiter *i, struct page **pages, unsigned int max,
		      unsigned int extraction, size_t *offset)
{
	unsigned long addr = i->addr;
	size_t maxsize;
	int res;

	*offset = offset_in_page(addr);
	max = min_t(size_t, max, DIV_ROUND_UP(*offset + i->count, PAGE_SIZE));
	res = pin_user_pages_fast(addr - *offset, max, uiter_flags(i, extraction),
				  pages);
	if (res <= 0)
		return res;
	maxsize = min_t(size_t, i->count, res * PAGE_SIZE - *offset);
	i->addr += maxsize;
	i->count -= maxsize;
	return maxsize;
}
