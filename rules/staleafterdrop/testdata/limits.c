// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/scope/limits.c
// What the rule cannot see.

#include <linux/errno.h>
#include <linux/mm.h>

struct probe {
	struct mm_struct *mm;
	unsigned long addr;
	struct page *page;
	struct vm_area_struct *vma;
};

/* Not a vma, but as much protected by the lock. */
static int pte_after_fixup(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr)
{
	bool unlocked = false;
	pte_t *ptep;
	int ret;

	mmap_assert_locked(mm);
	ptep = pte_offset_of(vma, addr);
	ret = fixup_user_fault(mm, addr, 0, &unlocked);
	return ret ? ret : pte_present(*ptep);	// limit "may be gone"
}

/* Looked up in the first round alone. */
static long first_round(struct probe *p, int nr, struct page **pages)
{
	struct vm_area_struct *vma = NULL;
	int locked = 0, i;
	long ret = 0;

	for (i = 0; i < nr && ret >= 0; i++) {
		if (!locked) {
			mmap_read_lock(p->mm);
			locked = 1;
		}
		if (!vma)
			vma = find_vma(p->mm, p->addr);
		if (!vma || vma->vm_end <= p->addr + i * PAGE_SIZE)	// limit "may be gone"
			break;
		ret = get_user_pages_remote(p->mm, p->addr + i * PAGE_SIZE, 1, 0, &pages[i], &locked);
	}
	if (locked)
		mmap_read_unlock(p->mm);
	return ret;
}
