// SPDX-License-Identifier: MIT
// path: drivers/misc/shuttle/shuttle.c
// What bad.c does, put right.
#include <linux/cleanup.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>

struct shuttle {
	struct page **pages;
	unsigned long addr;
	int nr;
};

/* The entry that works under the lock. */
long for_reading(unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(current->mm);
	n = get_user_pages(addr, 1, FOLL_WRITE, page);
	mmap_read_unlock(current->mm);
	return n;
}

/* Released before. */
long for_writing(unsigned long addr, struct page **page)
{
	mmap_write_lock(current->mm);
	mmap_write_unlock(current->mm);
	return get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);
}

/* Looked up under the lock, pinned without it. */
int by_alias(unsigned long addr, int nr, struct page **pages)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	bool usable;

	mmap_read_lock(mm);
	vma = vma_lookup(mm, addr);
	usable = vma && !(vma->vm_flags & VM_IO);
	mmap_read_unlock(mm);
	if (!usable)
		return -EFAULT;
	return pin_user_pages_fast(addr, nr, FOLL_LONGTERM, pages);
}

int in_scope(unsigned long addr, struct page **page)
{
	scoped_guard(mmap_read_lock, current->mm) {
		if (!vma_lookup(current->mm, addr))
			return -EFAULT;
	}
	return get_user_pages_fast(addr, 1, FOLL_WRITE, page);
}

/* The entry that takes no lock at all. */
int in_a_loop(unsigned long addr, int nr, struct page **pages)
{
	int i;

	mmap_read_lock(current->mm);
	for (i = 0; i < nr; i++) {
		if (get_user_pages_fast_only(addr + i * PAGE_SIZE, 1, FOLL_WRITE, pages + i) != 1)
			break;
	}
	mmap_read_unlock(current->mm);
	return i;
}

static int shuttle_get(struct shuttle *s, unsigned int gup_flags)
{
	return pin_user_pages_fast(s->addr, s->nr, gup_flags, s->pages);
}

static long shuttle_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct shuttle *s = file->private_data;

	mmap_read_lock(current->mm);
	s->addr = vma_lookup(current->mm, arg) ? arg : 0;
	mmap_read_unlock(current->mm);
	return s->addr ? shuttle_get(s, FOLL_WRITE) : -EFAULT;
}

const struct file_operations shuttle_fops = {
	.unlocked_ioctl = shuttle_ioctl,
};
