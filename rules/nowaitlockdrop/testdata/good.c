// SPDX-License-Identifier: MIT
// path: drivers/misc/probe/probe.c
// FOLL_NOWAIT that keeps what the call promises.
#include <linux/mm.h>
#include <linux/sched.h>

struct probe {
	struct mm_struct *mm;
	unsigned int gup_flags;
	bool async;
};

/* No locked pointer: the lock is kept anyway. */
long without_pointer(struct mm_struct *mm, unsigned long addr,
		     struct page **page)
{
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_NOWAIT, page, NULL);
	mmap_read_unlock(mm);
	return n == 1 ? 0 : -EAGAIN;
}

long held(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, FOLL_NOWAIT | FOLL_WRITE, page);
}

/* Entries that take the lock themselves: first without waiting, then with. */
long self(unsigned long addr, struct page **page, bool async)
{
	unsigned int flags = FOLL_HWPOISON;

	if (async)
		flags |= FOLL_NOWAIT;
	return get_user_pages_unlocked(addr, 1, page, flags);
}

/* A pointer for the calls that may wait. */
long one_of_two(struct mm_struct *mm, unsigned long addr, bool async,
		struct page **page)
{
	int locked = 1;
	long n;

	if (async)
		n = get_user_pages_remote(mm, addr, 1, FOLL_NOWAIT, page, NULL);
	else
		n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

long one_call_for_two(struct mm_struct *mm, unsigned long addr, bool async,
		      struct page **page)
{
	int locked = 1;

	return get_user_pages_remote(mm, addr, 1, async ? FOLL_NOWAIT : 0, page,
				     async ? NULL : &locked);
}

/* The flag is gone where the pointer is given. */
long second_try(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE | FOLL_NOWAIT;
	int locked = 1;
	long n;

	n = get_user_pages_remote(mm, addr, 1, flags, page, NULL);
	if (n == 0) {
		flags &= ~FOLL_NOWAIT;
		n = get_user_pages_remote(mm, addr, 1, flags, page, &locked);
	}
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

struct page *with_vma(struct mm_struct *mm, unsigned long addr,
		      struct vm_area_struct **vma)
{
	return get_user_page_vma_remote(mm, addr, FOLL_WRITE | FOLL_FORCE, vma);
}

int read_other(struct mm_struct *mm, unsigned long addr, void *buf, int len)
{
	return access_remote_vm(mm, addr, buf, len, FOLL_FORCE);
}

/* Wrappers that take both, and callers that ask for one. */
static long grab(struct mm_struct *mm, unsigned long addr, unsigned int flags,
		 struct page **page, int *locked)
{
	return pin_user_pages_remote(mm, addr, 1, flags, page, locked);
}

long try_it(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return grab(mm, addr, FOLL_NOWAIT, page, NULL);
}

long wait_for_it(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;

	return grab(mm, addr, FOLL_WRITE, page, &locked);
}

/* Nobody knows what the caller asks for. */
long as_told(struct probe *p, unsigned long addr, struct page **page)
{
	int locked = 1;

	return get_user_pages_remote(p->mm, addr, 1, p->gup_flags, page, &locked);
}

/* The flag of the handler that goes by the same name. */
int fault(struct mm_struct *mm, unsigned long addr)
{
	bool unlocked = false;

	return fixup_user_fault(mm, addr, FAULT_FLAG_WRITE, &unlocked);
}

/*
 * A flag that is one of two cases, with a pointer that serves the other one: the
 * call is right, if a little too much.
 */
long pointer_for_the_other(struct mm_struct *mm, unsigned long addr, bool async,
			   struct page **page)
{
	unsigned int flags = FOLL_WRITE;
	int locked = 1;
	long n;

	if (async)
		flags |= FOLL_NOWAIT;
	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, flags, page, &locked);
	if (locked)
		mmap_read_unlock(mm);
	return n;
}
