// SPDX-License-Identifier: MIT
// Memory of a guest that devices get to.
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>

struct vfio_pin_user {
	struct mm_struct *mm;
	unsigned int gup_flags;
	/* -1: not asked for yet; 0: let go of; 1: held */
	int locked;
};

static void pin_user_init(struct vfio_pin_user *user, struct mm_struct *mm,
			  bool writable)
{
	user->mm = mm;
	user->locked = -1;
	user->gup_flags = FOLL_LONGTERM;
	if (writable)
		user->gup_flags |= FOLL_WRITE;
}

static void pin_user_destroy(struct vfio_pin_user *user)
{
	if (user->locked == 1)
		mmap_read_unlock(user->mm);
}

/* The lock is kept from batch to batch, unless the call had to let go of it. */
static long pin_user_batch(struct vfio_pin_user *user, unsigned long addr,
			   unsigned long npages, struct page **pages)
{
	if (user->locked != 1) {
		mmap_read_lock(user->mm);
		user->locked = 1;
	}
	return pin_user_pages_remote(user->mm, addr, npages, user->gup_flags,
				     pages, &user->locked);
}

long vfio_pin_range(struct mm_struct *mm, unsigned long addr,
		    unsigned long npages, struct page **pages, bool writable)
{
	struct vfio_pin_user user;
	unsigned long done = 0;
	long n = 0;

	pin_user_init(&user, mm, writable);
	while (done < npages) {
		n = pin_user_batch(&user, addr + done * PAGE_SIZE,
				   npages - done, pages + done);
		if (n <= 0)
			break;
		done += n;
	}
	pin_user_destroy(&user);
	if (n < 0 && done) {
		unpin_user_pages(pages, done);
		return n;
	}
	return n < 0 ? n : done;
}

/* Registers of a device have no struct page. */
static long io_pfn(unsigned long pgoff, unsigned long offset, unsigned long *pfn)
{
	*pfn = pgoff + (offset >> PAGE_SHIFT);
	return 0;
}

/* One page, whatever it is. */
int vfio_pin_one(struct mm_struct *mm, unsigned long addr, bool writable,
		 unsigned long *pfn)
{
	unsigned int flags = FOLL_LONGTERM | (writable ? FOLL_WRITE : 0);
	struct vm_area_struct *vma;
	struct page *page;
	int locked = 1;
	long ret;

	mmap_read_lock(mm);
	vma = vma_lookup(mm, addr);
	if (!vma) {
		mmap_read_unlock(mm);
		return -EFAULT;
	}
	ret = pin_user_pages_remote(mm, addr, 1, flags, &page, &locked);
	if (ret == 1)
		*pfn = page_to_pfn(page);
	else if (vma->vm_flags & (VM_IO | VM_PFNMAP)) /* want stale-after-drop */
		ret = io_pfn(vma->vm_pgoff, addr - vma->vm_start, pfn);
	mmap_read_unlock(mm); /* want unlock-after-drop */
	return ret < 0 ? ret : 0;
}
