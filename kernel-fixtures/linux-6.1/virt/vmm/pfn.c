// SPDX-License-Identifier: MIT
// From addresses of user space to pages for a guest.
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sched.h>

#define PFN_ERR_FAULT		(1ULL << 62)
#define PFN_ERR_HWPOISON	(PFN_ERR_FAULT + 1)
#define PFN_NOT_YET		(PFN_ERR_FAULT + 2)

/* Whether poisoned memory is what the fault was about. */
static int check_user_page_hwpoison(unsigned long addr)
{
	long rc = get_user_pages(addr, 1, FOLL_HWPOISON | FOLL_WRITE, NULL, NULL);

	return rc == -EHWPOISON;
}

static long hva_to_page(unsigned long addr, bool write, bool *async,
			struct page **page)
{
	unsigned int flags = FOLL_HWPOISON;

	if (get_user_page_fast_only(addr, FOLL_WRITE, page))
		return 1;
	if (write)
		flags |= FOLL_WRITE;
	if (async)
		flags |= FOLL_NOWAIT;
	return get_user_pages_unlocked(addr, 1, page, flags);
}

u64 vmm_hva_to_pfn(unsigned long addr, bool write, bool *async)
{
	u64 pfn = PFN_ERR_FAULT;
	struct page *page;
	long npages;

	npages = hva_to_page(addr, write, async, &page);
	if (npages == 1)
		return page_to_pfn(page);

	mmap_read_lock(current->mm);
	if (npages == -EHWPOISON ||
	    (!async && check_user_page_hwpoison(addr)))
		pfn = PFN_ERR_HWPOISON;
	else if (async && vma_lookup(current->mm, addr))
		*async = true;
	mmap_read_unlock(current->mm);
	return async && *async ? PFN_NOT_YET : pfn;
}

/* Has a page read in while the guest does something else. */
void vmm_async_page(struct mm_struct *mm, unsigned long addr)
{
	int locked = 1;

	mmap_read_lock(mm);
	get_user_pages_remote(mm, addr, 1, FOLL_WRITE, NULL, NULL, &locked);
	if (locked)
		mmap_read_unlock(mm);
}
