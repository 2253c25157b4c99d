// SPDX-License-Identifier: MIT
// Bits and breakpoints in the memory of the processes that are traced.
#include <linux/err.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

struct user_probe {
	struct mm_struct *mm;
	spinlock_t lock;
	unsigned long addr;
	u32 insn;
};

/* The bit that says that somebody listens. Does not fault: that is done later. */
int user_event_set_bit(struct mm_struct *mm, unsigned long uaddr, int bit)
{
	struct page *page;
	unsigned long *ptr;
	void *kaddr;
	long ret;

	mmap_assert_locked(mm);
	ret = pin_user_pages_remote(mm, uaddr, 1, FOLL_WRITE | FOLL_NOFAULT,
				    &page, NULL);
	if (ret <= 0)
		return ret ? ret : -EBUSY;
	kaddr = kmap_local_page(page);
	ptr = kaddr + offset_in_page(uaddr);
	*ptr |= BIT(bit);
	kunmap_local(kaddr);
	unpin_user_pages_dirty_lock(&page, 1, true);
	return 0;
}

/* Has the page faulted in, so that the bit can be set. */
int user_event_fault_in(struct mm_struct *mm, unsigned long uaddr)
{
	bool unlocked;
	int ret;

	mmap_read_lock(mm);
	ret = fixup_user_fault(mm, uaddr, FAULT_FLAG_WRITE | FAULT_FLAG_REMOTE, /* want fixup-user-fault */
			       &unlocked);
	mmap_read_unlock(mm);
	return unlocked ? -EAGAIN : ret;
}

/* A breakpoint. The mapping is private, so the code of others is not changed. */
int probe_install(struct user_probe *probe, u32 breakpoint)
{
	struct vm_area_struct *vma;
	struct page *page;
	long ret;

	mmap_write_lock(probe->mm);
	ret = get_user_pages_remote(probe->mm, probe->addr, 1,
				    FOLL_FORCE | FOLL_SPLIT_PMD, &page, NULL);
	if (ret <= 0)
		goto out;
	memcpy_from_page((char *)&probe->insn, page,
			 offset_in_page(probe->addr), sizeof(probe->insn));
	put_page(page);
	ret = -EFAULT;
	vma = vma_lookup(probe->mm, probe->addr);
	if (vma && !(vma->vm_flags & VM_SHARED))
		ret = access_remote_vm(probe->mm, probe->addr, &breakpoint,
				       sizeof(breakpoint), FOLL_FORCE | FOLL_WRITE);
out:
	mmap_write_unlock(probe->mm);
	return ret < 0 ? ret : 0;
}

/* From the handler of an interrupt: no fault, no lock. */
bool probe_is_installed(struct user_probe *probe, u32 breakpoint)
{
	struct page *page;
	u32 insn;

	if (!get_user_page_fast_only(probe->addr, FOLL_NOFAULT, &page)) /* want fast-only-no-effect */
		return false;
	memcpy_from_page((char *)&insn, page, offset_in_page(probe->addr),
			 sizeof(insn));
	put_page(page);
	return insn == breakpoint;
}
