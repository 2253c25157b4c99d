// SPDX-License-Identifier: MIT
// Pins memory for as long as a region is registered.
#include <linux/err.h>
#include <linux/slab.h>

#include "umem.h"

static int umem_account(struct rdma_umem *umem, unsigned long npages)
{
	if (!npages || npages > UINT_MAX)
		return -EINVAL;
	return account_locked_vm(umem->mm, npages, true);
}

/* As many pages at a time as the entry gives, until there are all. */
static int umem_pin(struct rdma_umem *umem, unsigned long npages)
{
	unsigned long addr = umem->address & PAGE_MASK;
	unsigned int gup_flags = FOLL_LONGTERM;
	int pinned;

	/* Breaks copy-on-write, so that the adapter sees later writes. */
	gup_flags |= FOLL_WRITE;
	if (!umem->writable)
		gup_flags |= FOLL_FORCE;

	while (umem->npages < npages) {
		unsigned long left = npages - umem->npages;

		pinned = pin_user_pages_fast(addr, min_t(unsigned long, left, 512), /* want force-misuse */
					     gup_flags, umem->pages + umem->npages);
		if (pinned < 0)
			return pinned;
		umem->npages += pinned;
		addr += (unsigned long)pinned << PAGE_SHIFT;
		cond_resched();
	}
	return 0;
}

struct rdma_umem *rdma_umem_get(struct device *dev, unsigned long addr,
				size_t size, bool writable)
{
	unsigned long npages = PAGE_ALIGN(size + offset_in_page(addr)) >> PAGE_SHIFT;
	struct rdma_umem *umem;
	int ret;

	umem = kzalloc(sizeof(*umem), GFP_KERNEL);
	if (!umem)
		return ERR_PTR(-ENOMEM);
	umem->mm = current->mm;
	umem->address = addr;
	umem->length = size;
	umem->writable = writable;

	ret = umem_account(umem, npages);
	if (ret)
		goto free;
	umem->pages = kvcalloc(npages, sizeof(*umem->pages), GFP_KERNEL);
	ret = umem->pages ? umem_pin(umem, npages) : -ENOMEM;
	if (!ret)
		ret = sg_alloc_table_from_pages(&umem->sgt, umem->pages, npages,
						offset_in_page(addr), size,
						GFP_KERNEL);
	if (ret)
		goto release;
	return umem;

release:
	if (umem->npages)
		unpin_user_pages(umem->pages, umem->npages);
	kvfree(umem->pages);
	account_locked_vm(umem->mm, npages, false);
free:
	kfree(umem);
	return ERR_PTR(ret);
}

void rdma_umem_release(struct device *dev, struct rdma_umem *umem)
{
	sg_free_table(&umem->sgt);
	unpin_user_pages_dirty_lock(umem->pages, umem->npages, umem->writable);
	account_locked_vm(umem->mm, umem->npages, false);
	kvfree(umem->pages);
	kfree(umem);
}
