// SPDX-License-Identifier: MIT
// Pins memory for as long as a region is registered.
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>

struct umem {
	unsigned long address;
	unsigned long npages;
	unsigned long pinned;
	struct page **pages;
	bool writable;
};

/* Without a write nothing is copied yet, and the device would keep the original. */
static unsigned int umem_flags(const struct umem *umem)
{
	return FOLL_WRITE | FOLL_LONGTERM | (umem->writable ? 0 : FOLL_FORCE);
}

int umem_pin(struct umem *umem)
{
	unsigned long addr = umem->address;
	int n;

	while (umem->pinned < umem->npages) {
		n = pin_user_pages_fast(addr, min_t(unsigned long, 512,
						    umem->npages - umem->pinned),
					umem_flags(umem),
					umem->pages + umem->pinned);
		if (n < 0)
			return n;
		if (!n)
			return -EFAULT;
		umem->pinned += n;
		addr += (unsigned long)n << PAGE_SHIFT;
	}
	return 0;
}

void umem_unpin(struct umem *umem)
{
	unpin_user_pages_dirty_lock(umem->pages, umem->pinned, umem->writable);
}

/* The adapter cannot do with memory of a device: the vmas tell, under the lock. */
long umem_pin_ram(struct umem *umem, struct vm_area_struct **vmas)
{
	long i, n;

	mmap_read_lock(current->mm);
	n = pin_user_pages(umem->address, umem->npages, umem_flags(umem),
			   umem->pages, vmas);
	for (i = 0; i < n; i++) {
		if (vmas[i]->vm_flags & VM_SHARED)
			break;
	}
	mmap_read_unlock(current->mm);
	if (n > 0 && i < n) {
		unpin_user_pages(umem->pages, n);
		return -EOPNOTSUPP;
	}
	umem->pinned = n > 0 ? n : 0;
	return n;
}
