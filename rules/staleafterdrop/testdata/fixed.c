// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/scope/fixed.c

#include <linux/errno.h>
#include <linux/mm.h>

struct probe {
	struct mm_struct *mm;
	unsigned long addr;
	struct page *page;
	unsigned long flags;
};

/* looks_at_flags() of bad.c, mended. */
static int looks_at_flags(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	struct vm_area_struct *vma;
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	vma = find_vma(mm, addr);
	if (!vma || addr < vma->vm_start || vma->vm_flags & VM_IO) {
		n = -EFAULT;
		goto out;
	}
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);
out:
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

/* inverted(), mended. */
static int right_way_round(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	bool unlocked = false;
	int ret;

	mmap_read_lock(mm);
	vma = find_vma(mm, addr);
	ret = fixup_user_fault(mm, addr, 0, &unlocked);
	if (!ret && unlocked)
		ret = -EAGAIN;
	if (!ret && vma->vm_start > addr)
		ret = -EFAULT;
	mmap_read_unlock(mm);
	return ret;
}
