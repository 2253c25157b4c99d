// SPDX-License-Identifier: MIT
// Memory of guests, and how it gets there.
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>

struct follow_pfn {
	unsigned long hva;
	unsigned int flags;
	bool pin;
	struct page *page;
};

/* First what is there, then with a fault; pinned or referenced, as asked. */
static long follow_slow(struct follow_pfn *fp)
{
	unsigned int flags = FOLL_HWPOISON | FOLL_HONOR_NUMA_FAULT | fp->flags;

	if (fp->pin)
		return pin_user_pages_unlocked(fp->hva, 1, &fp->page, flags);
	return get_user_pages_unlocked(fp->hva, 1, &fp->page, flags);
}

long vmm_follow(struct follow_pfn *fp)
{
	long n;

	if (!fp->pin && get_user_page_fast_only(fp->hva, FOLL_WRITE, &fp->page))
		return 1;
	n = follow_slow(fp);
	if (n == -EHWPOISON)
		return -EIO;
	if (n == -EINTR || n == -EAGAIN)
		return -EINTR;
	return n;
}

void vmm_release(struct follow_pfn *fp)
{
	if (fp->pin)
		unpin_user_page(fp->page);
	else
		put_page(fp->page);
}

/* Fills memory of a guest with what is in that of its owner: one page each. */
long vmm_populate(unsigned long src, int (*fill)(struct page *page))
{
	struct page *page;
	long n, ret;

	n = get_user_pages_fast(src, 1, 0, &page);
	if (n < 0)
		return n;
	if (n != 1)
		return -ENOMEM;
	ret = fill(page);
	put_page(page);
	return ret;
}

/* Looks whether a page is there before the guest is stopped for it. */
long vmm_probe(struct mm_struct *mm, unsigned long hva)
{
	struct page *page;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, hva, 1, FOLL_NOFAULT | FOLL_NOWAIT, &page, /* want nofault-conflict */
				  NULL);
	mmap_read_unlock(mm);
	if (n == 1)
		put_page(page);
	return n;
}
