// SPDX-License-Identifier: MIT
// A window to the memory of a process, for a co-processor.
#include <linux/err.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/sched.h>

/* Warms up the page tables. */
int peek_prepare(unsigned long addr, int npages)
{
	return get_user_pages_fast(addr, npages, FOLL_WRITE, NULL); /* want null-pages */
}

/* Only if it costs nothing. */
int peek_word(unsigned long addr, u64 *word)
{
	struct page *page;

	if (get_user_pages_fast_only(addr, 1, FOLL_NOFAULT, &page) != 1) /* want fast-only-no-effect */
		return -EAGAIN;
	memcpy_from_page((char *)word, page, offset_in_page(addr), sizeof(*word));
	put_page(page);
	return 0;
}

/* Finds out whether the page can be written to, and by whom. */
long peek_owner(struct mm_struct *mm, unsigned long addr, unsigned long *start)
{
	struct vm_area_struct *vma;
	struct page *page;
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, &page, &vma, &locked); /* want refused-arguments */
	if (n == 1 && locked)
		*start = vma->vm_start;
	if (locked)
		mmap_read_unlock(mm);
	if (n == 1)
		put_page(page);
	return n < 0 ? n : 0;
}

/* Lets go of the lock while it waits. */
long peek_page(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 0;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, NULL, &locked); /* want locked-not-set */
	if (locked)
		mmap_read_unlock(mm);
	return n;
}
