// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/scope/bad.c

#include <linux/errno.h>
#include <linux/mm.h>

struct probe {
	struct mm_struct *mm;
	unsigned long addr;
	struct page *page;
	unsigned long flags;
};

int probe_map(struct vm_area_struct *vma, struct page *page);

static int looks_at_flags(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	struct vm_area_struct *vma;
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	vma = find_vma(mm, addr);
	if (!vma || addr < vma->vm_start) {
		n = -EFAULT;
		goto out;
	}
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);	// step "may let go"
	if (n == 1 && vma->vm_flags & VM_IO)	// want "this vma may be gone: get_user_pages_remote\\(\\)"
		n = -EINVAL;
out:
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

/* Handed to a function. */
static int handed_on(struct probe *p)
{
	struct vm_area_struct *vma;
	int locked = 1, ret;

	mmap_read_lock(p->mm);
	vma = vma_lookup(p->mm, p->addr);
	ret = pin_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
	if (ret == 1)
		ret = probe_map(vma, p->page);	// want "pin_user_pages_remote"
	if (locked)
		mmap_read_unlock(p->mm);
	return ret;
}

/* Held again is not held all the time. */
static int held_again(struct probe *p)
{
	struct vm_area_struct *vma;
	int locked = 1;

	mmap_read_lock(p->mm);
	vma = vma_lookup(p->mm, p->addr);
	if (get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked) != 1)
		goto out;
	if (!locked) {
		mmap_read_lock(p->mm);
		locked = 1;
	}
	p->flags = vma->vm_flags;	// want "may be gone"
out:
	if (locked)
		mmap_read_unlock(p->mm);
	return 0;
}

/* fixup_user_fault() comes back with the lock held, and tells that it was not. */
static int after_fixup(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	bool unlocked = false;
	int ret;

	mmap_read_lock(mm);
	vma = find_vma(mm, addr);
	ret = fixup_user_fault(mm, addr, FAULT_FLAG_WRITE, &unlocked);
	if (!ret && !(vma->vm_flags & VM_PFNMAP))	// want "fixup_user_fault\\(\\) may have let go"
		ret = -EINVAL;
	mmap_read_unlock(mm);
	return ret;
}

/* Looked at the wrong way round. */
static int inverted(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	bool unlocked = false;
	int ret;

	mmap_read_lock(mm);
	vma = find_vma(mm, addr);
	ret = fixup_user_fault(mm, addr, 0, &unlocked);
	if (!unlocked)
		vma = find_vma(mm, addr);
	if (!ret && vma->vm_start > addr)	// want "may be gone"
		ret = -EFAULT;
	mmap_read_unlock(mm);
	return ret;
}

/* Looked up once, for all rounds. */
static int in_loop(struct mm_struct *mm, unsigned long addr, int nr, struct page **pages)
{
	struct vm_area_struct *vma;
	int locked = 1, i, ret = 0;

	mmap_read_lock(mm);
	vma = find_vma(mm, addr);
	for (i = 0; i < nr; i++) {
		if (vma->vm_end <= addr + i * PAGE_SIZE)	// want "may be gone"
			break;
		ret = get_user_pages_remote(mm, addr + i * PAGE_SIZE, 1, 0, &pages[i], &locked);
		if (ret != 1)
			break;
		if (!locked) {
			mmap_read_lock(mm);
			locked = 1;
		}
	}
	if (locked)
		mmap_read_unlock(mm);
	return ret;
}

/* The lookup is in a function of the file. */
static struct vm_area_struct *probe_vma(struct probe *p)
{
	struct vm_area_struct *vma = vma_lookup(p->mm, p->addr);

	return vma && vma->vm_flags & VM_IO ? NULL : vma;
}

static int found_by_helper(struct probe *p)
{
	struct vm_area_struct *vma;
	int locked = 1, ret = -EFAULT;

	mmap_read_lock(p->mm);
	vma = probe_vma(p);
	if (!vma)
		goto out;
	ret = get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
	p->flags = vma->vm_flags;	// want "may be gone"
out:
	if (locked)
		mmap_read_unlock(p->mm);
	return ret;
}

/* The lock is let go of and taken again in a function of the file. */
static long fault_in(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);
	if (!locked)
		mmap_read_lock(mm);
	return n;
}

static int dropped_by_helper(struct probe *p)
{
	struct vm_area_struct *vma;
	bool unlocked = false;
	int ret;

	mmap_read_lock(p->mm);
	vma = vma_lookup(p->mm, p->addr);
	fixup_user_fault(p->mm, p->addr, 0, &unlocked);
	if (unlocked)
		vma = vma_lookup(p->mm, p->addr);
	ret = fault_in(p->mm, p->addr, &p->page);
	p->flags = vma->vm_flags;	// want "may be gone"
	mmap_read_unlock(p->mm);
	return ret;
}

/* Somebody else has looked it up, and holds the lock. */
static unsigned long given(struct probe *p, struct vm_area_struct *vma)
{
	int locked = 1;

	get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
	if (!locked)
		mmap_read_lock(p->mm);
	return vma->vm_flags;	// want "may be gone"
}

static int given_follow(struct vm_area_struct *vma, unsigned long addr)
{
	bool unlocked = false;
	int ret = probe_map(vma, NULL);

	if (ret != -EFAULT)
		return ret;
	ret = fixup_user_fault(vma->vm_mm, addr, FAULT_FLAG_WRITE, &unlocked);
	if (ret)
		return ret;
	return probe_map(vma, NULL);	// want "fixup_user_fault\\(\\) may have let go"
}

/* Kept in a member meanwhile. */
struct walk {
	struct mm_struct *mm;
	struct vm_area_struct *vma;
	unsigned long addr;
};

static int in_member(struct walk *w, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(w->mm);
	w->vma = find_vma(w->mm, w->addr);
	n = get_user_pages_remote(w->mm, w->addr, 1, 0, page, &locked);
	if (n == 1 && w->vma->vm_flags & VM_IO)	// want "may be gone"
		n = -EINVAL;
	if (locked)
		mmap_read_unlock(w->mm);
	return n;
}

/* Self-locking, between two times that the lock is held. */
static int two_sections(unsigned long addr, struct page **page)
{
	struct vm_area_struct *vma;
	int n;

	mmap_read_lock(current->mm);
	vma = find_vma(current->mm, addr);
	mmap_read_unlock(current->mm);
	n = get_user_pages_fast(addr, 1, 0, page);
	mmap_read_lock(current->mm);
	if (n == 1 && vma->vm_flags & VM_IO)	// want "may be gone"
		n = -EINVAL;
	mmap_read_unlock(current->mm);
	return n;
}

/* The mm is that of the vma. */
static int fault_in_of(struct vm_area_struct *vma, unsigned long addr)
{
	bool unlocked = false;

	return fixup_user_fault(vma->vm_mm, addr, FAULT_FLAG_WRITE, &unlocked);
}

int mm_of_the_vma(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	int ret = -EFAULT;

	mmap_read_lock(mm);
	vma = vma_lookup(mm, addr);
	if (!vma)
		goto out;
	ret = fault_in_of(vma, addr);
	if (!ret)
		ret = vma->vm_flags & VM_PFNMAP; // want "this vma may be gone"
out:
	mmap_read_unlock(mm);
	return ret;
}

/* A lookup that the headers define. */
static inline struct vm_area_struct *find_exact_vma(struct mm_struct *mm, unsigned long start,
						    unsigned long end)
{
	return mtree_load(&mm->mm_mt, start);
}

int by_an_inline_lookup(struct probe *p, int *locked)
{
	struct vm_area_struct *vma = find_exact_vma(p->mm, p->addr, p->addr + PAGE_SIZE);

	if (!vma || get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, locked) != 1)
		return -EFAULT;
	return vma->vm_flags & VM_IO;	// want "this vma may be gone: get_user_pages_remote\\(\\)"
}
