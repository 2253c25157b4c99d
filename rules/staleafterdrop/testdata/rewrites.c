// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/scope/rewrites.c

/* One defect and its repair, written in the ways that people write it. */

#include <linux/errno.h>
#include <linux/mm.h>

struct probe {
	struct mm_struct *mm;
	unsigned long addr;
	unsigned long flags;
};

static int early_return(struct probe *p)
{
	struct vm_area_struct *vma;
	bool unlocked = false;
	int ret;

	mmap_read_lock(p->mm);
	vma = vma_lookup(p->mm, p->addr);
	ret = fixup_user_fault(p->mm, p->addr, 0, &unlocked);
	if (ret) {
		mmap_read_unlock(p->mm);
		return ret;
	}
	p->flags = vma->vm_flags;	// want "may be gone"
	mmap_read_unlock(p->mm);
	return 0;
}

static int inverted(struct probe *p)
{
	struct vm_area_struct *vma;
	bool unlocked = false;
	int err;

	mmap_read_lock(p->mm);
	vma = vma_lookup(p->mm, p->addr);
	err = fixup_user_fault(p->mm, p->addr, 0, &unlocked);
	if (!err)
		p->flags = vma->vm_flags;	// want "may be gone"
	mmap_read_unlock(p->mm);
	return err;
}

static int by_goto(struct probe *p)
{
	struct vm_area_struct *vma;
	bool unlocked = false;
	int ret = 0, err;

	mmap_read_lock(p->mm);
	vma = vma_lookup(p->mm, p->addr);
	err = fixup_user_fault(p->mm, p->addr, 0, &unlocked);
	if (err) {
		ret = err;
		goto out;
	}
	p->flags = vma->vm_flags;	// want "may be gone"
out:
	mmap_read_unlock(p->mm);
	return ret;
}

static void take_flags(struct probe *p, struct vm_area_struct *vma)
{
	p->flags = vma->vm_flags;
}

static int helper_uses(struct probe *p)
{
	struct vm_area_struct *vma;
	bool unlocked = false;
	int ret;

	mmap_read_lock(p->mm);
	vma = vma_lookup(p->mm, p->addr);
	ret = fixup_user_fault(p->mm, p->addr, 0, &unlocked);
	if (!ret)
		take_flags(p, vma);	// want "may be gone"
	mmap_read_unlock(p->mm);
	return ret;
}

static int fault_in(struct probe *p, bool *unlocked)
{
	return fixup_user_fault(p->mm, p->addr, 0, unlocked);
}

static int helper_faults(struct probe *p)
{
	struct vm_area_struct *vma;
	bool unlocked = false;
	int ret;

	mmap_read_lock(p->mm);
	vma = vma_lookup(p->mm, p->addr);
	ret = fault_in(p, &unlocked);
	if (!ret)
		p->flags = vma->vm_flags;	// want "may be gone"
	mmap_read_unlock(p->mm);
	return ret;
}

static struct vm_area_struct *lookup(struct probe *p)
{
	return vma_lookup(p->mm, p->addr);
}

static int helper_finds(struct probe *p)
{
	struct vm_area_struct *vma;
	bool unlocked = false;
	int ret;

	mmap_read_lock(p->mm);
	vma = lookup(p);
	ret = fixup_user_fault(p->mm, p->addr, 0, &unlocked);
	if (!ret)
		p->flags = vma->vm_flags;	// want "may be gone"
	mmap_read_unlock(p->mm);
	return ret;
}

static int unrolled(struct probe *p)
{
	struct vm_area_struct *vma;
	bool unlocked = false;
	int ret;

	mmap_read_lock(p->mm);
	vma = vma_lookup(p->mm, p->addr);
	ret = fixup_user_fault(p->mm, p->addr, 0, &unlocked);
	if (!ret)
		ret = fixup_user_fault(p->mm, p->addr + PAGE_SIZE, 0, &unlocked);
	if (!ret)
		p->flags = vma->vm_flags;	// want "may be gone"
	mmap_read_unlock(p->mm);
	return ret;
}

static int looped(struct probe *p)
{
	struct vm_area_struct *vma;
	bool unlocked = false;
	int ret = 0, i;

	mmap_read_lock(p->mm);
	vma = vma_lookup(p->mm, p->addr);
	for (i = 0; i < 2 && !ret; i++)
		ret = fixup_user_fault(p->mm, p->addr + i * PAGE_SIZE, 0, &unlocked);
	if (!ret)
		p->flags = vma->vm_flags;	// want "may be gone"
	mmap_read_unlock(p->mm);
	return ret;
}

static int right_early_return(struct probe *p)
{
	struct vm_area_struct *vma;
	bool unlocked = false;
	int ret;

	mmap_read_lock(p->mm);
	vma = vma_lookup(p->mm, p->addr);
	ret = fixup_user_fault(p->mm, p->addr, 0, &unlocked);
	if (ret || unlocked) {
		mmap_read_unlock(p->mm);
		return ret ? ret : -EAGAIN;
	}
	p->flags = vma->vm_flags;
	mmap_read_unlock(p->mm);
	return 0;
}

static int right_inverted(struct probe *p)
{
	struct vm_area_struct *vma;
	bool unlocked = false;
	int err;

	mmap_read_lock(p->mm);
	vma = vma_lookup(p->mm, p->addr);
	err = fixup_user_fault(p->mm, p->addr, 0, &unlocked);
	if (!err && !unlocked)
		take_flags(p, vma);
	mmap_read_unlock(p->mm);
	return err;
}

static bool again(struct probe *p, bool unlocked)
{
	return unlocked && p->addr;
}

static int right_by_goto(struct probe *p)
{
	struct vm_area_struct *vma;
	bool unlocked;
	int ret;

	mmap_read_lock(p->mm);
retry:
	unlocked = false;
	vma = lookup(p);
	ret = fault_in(p, &unlocked);
	if (ret)
		goto out;
	if (unlocked)
		goto retry;
	p->flags = vma->vm_flags;
out:
	mmap_read_unlock(p->mm);
	return ret;
}

static int right_looped(struct probe *p)
{
	struct vm_area_struct *vma;
	bool unlocked;
	int ret;

	mmap_read_lock(p->mm);
	do {
		unlocked = false;
		vma = lookup(p);
		ret = fault_in(p, &unlocked);
	} while (!ret && unlocked);
	if (!ret)
		take_flags(p, vma);
	mmap_read_unlock(p->mm);
	return again(p, ret == 0) ? 0 : ret;
}

static int right_unrolled(struct probe *p)
{
	struct vm_area_struct *vma;
	bool unlocked = false;
	int ret;

	mmap_read_lock(p->mm);
	vma = lookup(p);
	ret = fault_in(p, &unlocked);
	if (!ret && unlocked) {
		unlocked = false;
		vma = lookup(p);
		ret = fault_in(p, &unlocked);
	}
	if (!ret && !unlocked)
		take_flags(p, vma);
	mmap_read_unlock(p->mm);
	return ret;
}
