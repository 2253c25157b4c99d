// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/scope/good.c

#include <linux/errno.h>
#include <linux/mm.h>

struct probe {
	struct mm_struct *mm;
	unsigned long addr;
	struct page *page;
	unsigned long flags;
};

int probe_map(struct vm_area_struct *vma, struct page *page);

/* All is read before the call. */
static int before(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	struct vm_area_struct *vma;
	int locked = 1, io;
	long n;

	mmap_read_lock(mm);
	vma = find_vma(mm, addr);
	io = vma && vma->vm_flags & VM_IO;
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);
	if (locked)
		mmap_read_unlock(mm);
	return io ? -EINVAL : n;
}

/* The call keeps the lock. */
static int kept(struct probe *p)
{
	struct vm_area_struct *vma;
	int ret;

	mmap_read_lock(p->mm);
	vma = vma_lookup(p->mm, p->addr);
	ret = get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, NULL);
	if (ret == 1)
		ret = probe_map(vma, p->page);
	mmap_read_unlock(p->mm);
	return ret;
}

static int kept_nowait(struct probe *p)
{
	struct vm_area_struct *vma;
	int locked = 1, ret;

	mmap_read_lock(p->mm);
	vma = vma_lookup(p->mm, p->addr);
	ret = get_user_pages_remote(p->mm, p->addr, 1, FOLL_NOWAIT, &p->page, &locked);
	if (ret == 1)
		ret = probe_map(vma, p->page);
	mmap_read_unlock(p->mm);
	return ret;
}

/* Used where the lock was not let go of. */
static int only_if_locked(struct probe *p)
{
	struct vm_area_struct *vma;
	int locked = 1, ret;

	mmap_read_lock(p->mm);
	vma = vma_lookup(p->mm, p->addr);
	ret = get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
	if (!locked)
		return -EAGAIN;
	if (ret == 1)
		ret = probe_map(vma, p->page);
	mmap_read_unlock(p->mm);
	return ret;
}

/* Looked up again, in several shapes. */
static int always_again(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	bool unlocked = false;
	int ret;

	mmap_read_lock(mm);
	vma = find_vma(mm, addr);
	if (!vma) {
		mmap_read_unlock(mm);
		return -EFAULT;
	}
	ret = fixup_user_fault(mm, addr, FAULT_FLAG_WRITE, &unlocked);
	vma = find_vma(mm, addr);
	if (!ret && !(vma->vm_flags & VM_PFNMAP))
		ret = -EINVAL;
	mmap_read_unlock(mm);
	return ret;
}

static int again_if_dropped(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	struct vm_area_struct *vma;
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	vma = find_vma(mm, addr);
	n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	if (!locked) {
		mmap_read_lock(mm);
		locked = 1;
		vma = find_vma(mm, addr);
	}
	if (vma && vma->vm_flags & VM_IO)
		n = -EINVAL;
	mmap_read_unlock(mm);
	return n;
}

static int again_if_unlocked(struct probe *p)
{
	struct vm_area_struct *vma;
	bool unlocked = false;
	int ret;

	mmap_read_lock(p->mm);
	vma = vma_lookup(p->mm, p->addr);
	ret = fixup_user_fault(p->mm, p->addr, 0, &unlocked);
	vma = unlocked ? vma_lookup(p->mm, p->addr) : vma;
	if (!ret)
		ret = probe_map(vma, p->page);
	mmap_read_unlock(p->mm);
	return ret;
}

static int retry_by_goto(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	bool unlocked;
	int ret;

	mmap_read_lock(mm);
retry:
	unlocked = false;
	vma = find_vma(mm, addr);
	if (!vma) {
		ret = -EFAULT;
		goto out;
	}
	ret = fixup_user_fault(mm, addr, FAULT_FLAG_WRITE, &unlocked);
	if (ret)
		goto out;
	if (unlocked)
		goto retry;
	ret = vma->vm_flags & VM_IO ? -EINVAL : 0;
out:
	mmap_read_unlock(mm);
	return ret;
}

/* In each round anew. */
static int in_loop(struct mm_struct *mm, unsigned long addr, int nr, struct page **pages)
{
	struct vm_area_struct *vma;
	int locked = 1, i, ret = 0;

	mmap_read_lock(mm);
	for (i = 0; i < nr; i++) {
		if (!locked) {
			mmap_read_lock(mm);
			locked = 1;
		}
		vma = find_vma(mm, addr + i * PAGE_SIZE);
		if (!vma || vma->vm_flags & VM_IO)
			break;
		ret = get_user_pages_remote(mm, addr + i * PAGE_SIZE, 1, 0, &pages[i], &locked);
		if (ret != 1)
			break;
	}
	if (locked)
		mmap_read_unlock(mm);
	return ret;
}

/* Thrown away before the call. */
static int thrown_away(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	struct vm_area_struct *vma;
	unsigned long flags = 0;
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	vma = find_vma(mm, addr);
	if (vma)
		flags = vma->vm_flags;
	vma = NULL;
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);
	if (vma && vma->vm_flags & VM_IO)
		n = -EINVAL;
	if (locked)
		mmap_read_unlock(mm);
	return flags & VM_IO ? -EINVAL : n;
}

/* The lock of another mm. */
static int other_space(struct mm_struct *mm, struct mm_struct *other, unsigned long addr, struct page **page)
{
	struct vm_area_struct *vma;
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	mmap_read_lock(other);
	vma = find_vma(mm, addr);
	n = get_user_pages_remote(other, addr, 1, FOLL_WRITE, page, &locked);
	if (vma && vma->vm_flags & VM_IO)
		n = -EINVAL;
	if (locked)
		mmap_read_unlock(other);
	mmap_read_unlock(mm);
	return n;
}

/* Compared, and not looked into. */
static int compared(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	struct vm_area_struct *vma;
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	vma = find_vma(mm, addr);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);
	if (!vma)
		n = -EFAULT;
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

/* Given by a caller, who is told when it may be gone. */
static int follow(struct vm_area_struct *vma, unsigned long addr, bool write)
{
	bool unlocked = false;
	int ret = probe_map(vma, NULL);

	if (ret != -EFAULT)
		return ret;
	ret = fixup_user_fault(vma->vm_mm, addr, write ? FAULT_FLAG_WRITE : 0, &unlocked);
	if (unlocked)
		return -EAGAIN;
	return ret ? ret : probe_map(vma, NULL);
}

static int followed(struct probe *p)
{
	struct vm_area_struct *vma;
	int ret;

	mmap_read_lock(p->mm);
retry:
	vma = vma_lookup(p->mm, p->addr);
	if (!vma) {
		mmap_read_unlock(p->mm);
		return -EFAULT;
	}
	ret = follow(vma, p->addr, true);
	if (ret == -EAGAIN)
		goto retry;
	if (!ret)
		p->flags = vma->vm_flags;
	mmap_read_unlock(p->mm);
	return ret;
}

static int told_by_pointer(struct vm_area_struct *vma, unsigned long addr, bool *gone)
{
	return fixup_user_fault(vma->vm_mm, addr, 0, gone);
}

static int asked_by_pointer(struct vm_area_struct *vma, struct probe *p)
{
	bool gone = false;
	int ret = told_by_pointer(vma, p->addr, &gone);

	if (!ret && !gone)
		ret = probe_map(vma, p->page);
	return ret;
}

/* Through all of a range, looked up again where the lock was let go of. */
static long through_range(struct mm_struct *mm, unsigned long addr, unsigned long end, struct page **pages)
{
	struct vm_area_struct *vma = NULL;
	int locked = 0;
	long ret = 0;

	for (; addr < end; addr += PAGE_SIZE) {
		if (!locked) {
			locked = 1;
			mmap_read_lock(mm);
			vma = find_vma(mm, addr);
		} else if (addr >= vma->vm_end) {
			vma = find_vma(mm, addr);
		}
		if (!vma || vma->vm_start > addr)
			break;
		ret = get_user_pages_remote(mm, addr, 1, 0, pages++, &locked);
		if (ret < 0)
			break;
	}
	if (locked)
		mmap_read_unlock(mm);
	return ret;
}

/* Given by a caller, and the lock is another one, which is taken here. */
static long own_lock(struct vm_area_struct *vma, struct mm_struct *other, struct probe *p)
{
	int locked = 1;
	long n;

	mmap_read_lock(other);
	n = get_user_pages_remote(other, p->addr, 1, 0, &p->page, &locked);
	if (locked)
		mmap_read_unlock(other);
	return vma->vm_flags & VM_IO ? -EINVAL : n;
}

/* A helper says that the lock was let go of, and its caller looks again. */
static int fault_in_again(struct vm_area_struct *vma, struct mm_struct *mm,
			  unsigned long addr, bool write)
{
	bool unlocked = false;
	int ret;

	ret = fixup_user_fault(mm, addr, write ? FAULT_FLAG_WRITE : 0, &unlocked);
	if (unlocked)
		return -EAGAIN;
	return ret;
}

int looks_again(struct mm_struct *mm, unsigned long addr, bool write)
{
	struct vm_area_struct *vma;
	int ret = -EFAULT;

	mmap_read_lock(mm);
retry:
	vma = vma_lookup(mm, addr);
	if (vma && vma->vm_flags & VM_PFNMAP) {
		ret = fault_in_again(vma, mm, addr, write);
		if (ret == -EAGAIN)
			goto retry;
		if (!ret)
			ret = vma->vm_flags & VM_IO;
	}
	mmap_read_unlock(mm);
	return ret;
}
