// SPDX-License-Identifier: MIT
// path: drivers/misc/probe/probe.c
// What bad.c does, put right.
#include <linux/mm.h>
#include <linux/fs.h>

#define PROBE_FLAGS	FOLL_WRITE

/* Who must not wait has to be able to hear that there is no page. */
struct page *page_or_error(struct mm_struct *mm, unsigned long addr,
			   struct vm_area_struct **vma)
{
	struct page *page;
	long n;

	n = get_user_pages_remote(mm, addr, 1, FOLL_NOWAIT, &page, NULL);
	if (n != 1)
		return ERR_PTR(n ? n : -EAGAIN);
	*vma = vma_lookup(mm, addr);
	return page;
}

struct page *page_by_variable(struct mm_struct *mm, unsigned long addr,
			      bool async, struct vm_area_struct **vma)
{
	unsigned int flags = FOLL_WRITE;

	if (async)
		return ERR_PTR(-EAGAIN);
	return get_user_page_vma_remote(mm, addr, flags, vma);
}

struct page *page_by_macro(struct mm_struct *mm, unsigned long addr,
			   struct vm_area_struct **vma)
{
	return get_user_page_vma_remote(mm, addr, PROBE_FLAGS, vma);
}

int read_other(struct mm_struct *mm, unsigned long addr, void *buf, int len)
{
	return access_remote_vm(mm, addr, buf, len, FOLL_FORCE);
}

/* The lock stays, so nobody has to be told. */
long in_vain(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_NOWAIT, page, NULL);
	mmap_read_unlock(mm);
	return n;
}

/* Or it may go, and the call waits. */
long in_vain_by_variable(struct mm_struct *mm, unsigned long addr, bool write,
			 struct page **page)
{
	unsigned int flags = write ? FOLL_WRITE : 0;
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, flags, page, &locked);
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

static long try_one(struct mm_struct *mm, unsigned long addr,
		    unsigned int flags, struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, flags | FOLL_NOWAIT, page, NULL);
}

long through_wrapper(struct mm_struct *mm, unsigned long addr,
		     struct page **page)
{
	return try_one(mm, addr, FOLL_WRITE, page);
}

long both_at_once(struct mm_struct *mm, unsigned long addr, bool async,
		  struct page **page)
{
	unsigned int flags = FOLL_WRITE;
	int held = 1, *locked = &held;

	if (async) {
		flags |= FOLL_NOWAIT;
		locked = NULL;
	}
	return get_user_pages_remote(mm, addr, 1, flags, page, locked);
}
