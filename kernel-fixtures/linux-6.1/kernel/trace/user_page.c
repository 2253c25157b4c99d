// SPDX-License-Identifier: MIT
// Pages of processes that are traced.
#include <linux/err.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/sched.h>

/* For as long as the probe is there. */
static unsigned int probe_flags(bool write)
{
	return FOLL_FORCE | FOLL_PIN | (write ? FOLL_WRITE : 0);
}

long probe_get_page(struct mm_struct *mm, unsigned long addr, bool write,
		    struct page **page)
{
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, probe_flags(write), page, NULL, /* want internal-flag */
				  NULL);
	mmap_read_unlock(mm);
	return n;
}

/* What is there is there: nothing is faulted in for statistics. */
bool probe_is_anon(struct vm_area_struct *vma, unsigned long addr)
{
	struct page *page = follow_page(vma, addr, FOLL_GET | FOLL_DUMP);
	bool anon;

	if (IS_ERR_OR_NULL(page))
		return false;
	anon = !page->mapping;
	put_page(page);
	return anon;
}

/* A poisoned page is the guest's own affair. */
long probe_read(unsigned long addr, char *to)
{
	struct page *page;
	long n = get_user_pages_unlocked(addr, 1, &page, FOLL_FORCE);

	if (n == -EHWPOISON) /* want ehwpoison-compare */
		return 0;
	if (n != 1)
		return n < 0 ? n : -EFAULT;
	memcpy_from_page(to, page, 0, PAGE_SIZE);
	put_page(page);
	return PAGE_SIZE;
}
