// SPDX-License-Identifier: MIT
// Looks at the memory of processes.
#include <linux/err.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/sched.h>

/* With the lock let go of for the wait. */
long snoop_page(struct mm_struct *mm, unsigned long addr, char *to)
{
	struct page *page;
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_FORCE, &page, NULL, &locked);
	mmap_read_unlock(mm); /* want unlock-after-drop */
	if (n != 1)
		return n < 0 ? n : -EFAULT;
	memcpy_from_page(to, page, 0, PAGE_SIZE);
	put_page(page);
	return 0;
}

/* The mapping too: it is there as long as the lock is held. */
long snoop_mapping(struct mm_struct *mm, unsigned long addr, unsigned long *end)
{
	struct vm_area_struct *vma;
	struct page *page;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, &page, &vma, NULL);
	if (n == 1) {
		*end = vma->vm_end;
		put_page(page);
	}
	mmap_read_unlock(mm);
	return n < 0 ? n : 0;
}

/* Many at once. */
int snoop_warm_up(unsigned long addr, int npages)
{
	int done = 0;

	while (done < npages) {
		int n = get_user_pages_fast(addr + done * PAGE_SIZE, /* want null-pages */
					    npages - done, 0, NULL);

		if (n <= 0)
			return n;
		done += n;
	}
	return 0;
}

/* The sort of page a guest must not be told of. */
static unsigned int snoop_pin_flags(void)
{
	return FOLL_PIN;
}

long snoop_own(unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(current->mm);
	n = get_user_pages(addr, 1, FOLL_WRITE | snoop_pin_flags(), page, NULL); /* want internal-flag */
	mmap_read_unlock(current->mm);
	return n;
}
