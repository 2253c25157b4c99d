// SPDX-License-Identifier: MIT
// path: drivers/misc/snap/fix.c
// Where the entry can take the lock itself, and where not.
#include <linux/mm.h>
#include <linux/errno.h>

long held(unsigned long addr, unsigned long nr, struct page **pages)
{
	long n;

	mmap_read_lock(current->mm);
	n = get_user_pages(addr, nr, FOLL_WRITE | FOLL_INTERRUPTIBLE, pages); // want "no effect"
	mmap_read_unlock(current->mm);
	return n;
}

int pinned(unsigned long addr, struct page **pages, bool patient)
{
	struct mm_struct *mm = current->mm;
	unsigned int flags = FOLL_WRITE;
	int ret;

	if (!patient)
		flags |= FOLL_INTERRUPTIBLE;

	mmap_read_lock(mm);
	ret = pin_user_pages((addr), 1, flags, &pages[1]); // want "no effect"
	mmap_read_unlock(mm);

	return ret < 0 ? ret : 0;
}

/* What is asked under the lock may need it. */
long asked(unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(current->mm);
	n = get_user_pages(addr, snap_nr(current->mm, addr), FOLL_INTERRUPTIBLE, page); // want "no effect"
	mmap_read_unlock(current->mm);
	return n;
}

/* A comment may be about an argument. */
long commented(unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(current->mm);
	n = get_user_pages(addr, 1 /* page */, FOLL_INTERRUPTIBLE, page); // want "no effect"
	mmap_read_unlock(current->mm);
	return n;
}

/* The lock is for more than the call. */
long for_more(unsigned long addr, struct page **page)
{
	struct vm_area_struct *vma;
	long n;

	mmap_read_lock(current->mm);
	vma = find_vma(current->mm, addr);
	n = get_user_pages(addr, 1, FOLL_INTERRUPTIBLE, page); // want "no effect"
	mmap_read_unlock(current->mm);
	return vma ? n : -EFAULT;
}

/* It is another lock. */
long of_another(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(mm);
	n = get_user_pages(addr, 1, FOLL_INTERRUPTIBLE, page); // want "no effect"
	mmap_read_unlock(mm);
	return n;
}

long for_writing(unsigned long addr, struct page **page)
{
	long n;

	mmap_write_lock(current->mm);
	n = get_user_pages(addr, 1, FOLL_INTERRUPTIBLE, page); // want "no effect"
	mmap_write_unlock(current->mm);
	return n;
}

/* There is no such entry for another mm. */
long of_remote(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_INTERRUPTIBLE, page, NULL); // want "no effect"
	mmap_read_unlock(mm);
	return n;
}

/* -EINTR would be lost. */
int loses_it(unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(current->mm);
	n = get_user_pages(addr, 1, FOLL_INTERRUPTIBLE, page); // want "no effect"
	mmap_read_unlock(current->mm);
	return n == 1 ? 0 : -EFAULT;
}

/* Statements that share their line. */
long one_line(unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(current->mm); n = 0;
	n = get_user_pages(addr, 1, FOLL_INTERRUPTIBLE, page); // want "no effect"
	mmap_read_unlock(current->mm);
	return n;
}
