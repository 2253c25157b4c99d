// SPDX-License-Identifier: MIT
// The memory of a packet socket: pinned once, until the socket goes.
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>

struct xsk_umem {
	u64 address;
	u64 size;
	u32 npgs;
	struct page **pgs;
	struct mm_struct *mm;
};

static void xsk_umem_unpin(struct xsk_umem *umem)
{
	unpin_user_pages_dirty_lock(umem->pgs, umem->npgs, true);
	kvfree(umem->pgs);
	umem->pgs = NULL;
}

static int xsk_umem_pin(struct xsk_umem *umem)
{
	unsigned int gup_flags = FOLL_WRITE;
	long npgs;
	int err;

	umem->pgs = kvcalloc(umem->npgs, sizeof(*umem->pgs), GFP_KERNEL);
	if (!umem->pgs)
		return -ENOMEM;

	mmap_read_lock(current->mm);
	npgs = pin_user_pages(umem->address, umem->npgs,
			      gup_flags | FOLL_LONGTERM, umem->pgs);
	mmap_read_unlock(current->mm);
	if (npgs == umem->npgs)
		return 0;
	if (npgs >= 0) {
		umem->npgs = npgs;
		err = -ENOMEM;
		goto out_pin;
	}
	err = npgs;
	kvfree(umem->pgs);
	umem->pgs = NULL;
	return err;

out_pin:
	xsk_umem_unpin(umem);
	return err;
}

int xsk_umem_reg(struct xsk_umem *umem, u64 addr, u64 len)
{
	int err;

	if (!PAGE_ALIGNED(addr) || !len || len >> PAGE_SHIFT > U32_MAX)
		return -EINVAL;
	umem->address = addr;
	umem->size = len;
	umem->npgs = len >> PAGE_SHIFT;
	umem->mm = current->mm;
	err = account_locked_vm(umem->mm, umem->npgs, true);
	if (err)
		return err;
	err = xsk_umem_pin(umem);
	if (err)
		account_locked_vm(umem->mm, umem->npgs, false);
	return err;
}

void xsk_umem_release(struct xsk_umem *umem)
{
	u32 npgs = umem->npgs;

	xsk_umem_unpin(umem);
	account_locked_vm(umem->mm, npgs, false);
}
