// SPDX-License-Identifier: MIT
// From addresses of user space to pages for a guest.
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

static int check_user_page_hwpoison(unsigned long addr)
{
	long rc = get_user_pages(addr, 1, FOLL_HWPOISON | FOLL_WRITE, NULL, NULL);

	return rc == -EHWPOISON;
}

/* With interrupts off, only what is there. */
static bool hva_to_pfn_fast(unsigned long addr, bool write, u64 *pfn)
{
	struct page *page[1];

	if (!write || !get_user_page_fast_only(addr, FOLL_WRITE, page))
		return false;
	*pfn = page_to_pfn(page[0]);
	return true;
}

static int hva_to_pfn_slow(unsigned long addr, bool *async, bool write, u64 *pfn)
{
	unsigned int flags = FOLL_HWPOISON;
	struct page *page;
	int npages;

	if (write)
		flags |= FOLL_WRITE;
	if (async)
		flags |= FOLL_NOWAIT;
	npages = get_user_pages_unlocked(addr, 1, &page, flags);
	if (npages != 1)
		return npages;
	*pfn = page_to_pfn(page);
	return npages;
}

u64 hva_to_pfn(unsigned long addr, bool atomic, bool *async, bool write)
{
	u64 pfn = ~0ULL;
	int npages;

	if (hva_to_pfn_fast(addr, write, &pfn))
		return pfn;
	if (atomic)
		return ~0ULL;
	npages = hva_to_pfn_slow(addr, async, write, &pfn);
	if (npages == 1)
		return pfn;

	mmap_read_lock(current->mm);
	if (npages == -EHWPOISON ||
	    (!async && check_user_page_hwpoison(addr)))
		pfn = ~1ULL;
	mmap_read_unlock(current->mm);
	return pfn;
}
