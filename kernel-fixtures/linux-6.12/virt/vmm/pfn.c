// SPDX-License-Identifier: MIT
// From addresses of user space to pages for a guest.
#include <linux/err.h>
#include <linux/spinlock.h>

#include "vmm.h"

/* The page without a fault, where interrupts may be off. */
static bool pfn_fast(unsigned long hva, bool write, struct page **page)
{
	return write && get_user_page_fast_only(hva, FOLL_WRITE, page);
}

/*
 * The page with a fault. Who is asynchronous does not wait, who is not may want
 * to leave for a signal; nobody asks for both.
 */
static long pfn_slow(unsigned long hva, bool write, bool async,
		     bool interruptible, struct page **page)
{
	unsigned int flags = FOLL_HWPOISON | FOLL_HONOR_NUMA_FAULT;

	if (write)
		flags |= FOLL_WRITE;
	if (async)
		flags |= FOLL_NOWAIT;
	else if (interruptible)
		flags |= FOLL_INTERRUPTIBLE;
	return get_user_pages_unlocked(hva, 1, page, flags);
}

vmm_pfn_t vmm_faultin_pfn(unsigned long hva, bool write, bool async,
			  bool interruptible)
{
	struct page *page;
	long npages;

	if (pfn_fast(hva, write, &page))
		return page_to_pfn(page);

	npages = pfn_slow(hva, write, async, interruptible, &page);
	if (npages == 1)
		return page_to_pfn(page);
	if (npages == -EINTR)
		return VMM_PFN_ERR_SIGPENDING;
	if (npages == -EHWPOISON)
		return VMM_PFN_ERR_HWPOISON;
	return async && !npages ? VMM_PFN_NOT_YET : VMM_PFN_ERR_FAULT;
}

/* One page, with the flags that an architecture wants. */
long vmm_get_user_page(unsigned long hva, unsigned int flags, struct page **page)
{
	return get_user_pages_unlocked(hva, 1, page, flags | FOLL_WRITE);
}

/* Maps what is there already, with the lock of the page tables held. */
int vmm_prefetch(struct vmm_vcpu *vcpu, unsigned long hva, int nr,
		 struct page **pages)
{
	int got;

	spin_lock(&vcpu->mmu_lock);
	got = get_user_pages_fast_only(hva, nr, FOLL_WRITE, pages);
	spin_unlock(&vcpu->mmu_lock);
	return got;
}

/* Has a page read in ahead of the guest: nothing is taken, nothing is lost. */
static void async_fault(struct mm_struct *mm, unsigned long hva)
{
	int locked = 1;

	mmap_read_lock(mm);
	get_user_pages_remote(mm, hva, 1, FOLL_WRITE, NULL, &locked);
	if (locked)
		mmap_read_unlock(mm);
}

void vmm_async_work(struct vmm_vcpu *vcpu, unsigned long hva)
{
	if (!mmget_not_zero(vcpu->mm))
		return;
	async_fault(vcpu->mm, hva);
	mmput(vcpu->mm);
}
