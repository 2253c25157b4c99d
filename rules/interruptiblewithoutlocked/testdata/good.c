// SPDX-License-Identifier: MIT
// path: drivers/misc/snap/snap.c
// FOLL_INTERRUPTIBLE where it works, or is not there.
#include <linux/mm.h>

struct snap {
	struct mm_struct *mm;
	struct page **pages;
	unsigned int gup_flags;
	int locked;
};

/* The caller is told whether it still has the lock. */
long with_locked(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE | FOLL_INTERRUPTIBLE,
				  page, &locked);
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

long pin_with_locked(struct snap *s, unsigned long addr)
{
	s->locked = 1;
	return pin_user_pages_remote(s->mm, addr, 1, FOLL_INTERRUPTIBLE,
				     s->pages, &s->locked);
}

/* Those that take the lock themselves may let go of it. */
long self(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);
}

long pin_self(unsigned long addr, struct page **page)
{
	return pin_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);
}

/* A flag that is taken away before the call. */
long taken_away(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE | FOLL_INTERRUPTIBLE;

	flags &= ~FOLL_INTERRUPTIBLE;
	return get_user_pages_remote(mm, addr, 1, flags, page, NULL);
}

/* Each of two calls gets what suits it. */
long of_two(struct mm_struct *mm, unsigned long addr, bool self,
	    struct page **page)
{
	unsigned int flags = FOLL_WRITE;

	if (self)
		flags |= FOLL_INTERRUPTIBLE;
	if (self)
		return get_user_pages_unlocked(addr, 1, page, flags);
	return get_user_pages_remote(mm, addr, 1, flags, page, NULL);
}

/* The flag comes with the pointer. */
long with_pointer(struct mm_struct *mm, unsigned long addr, int *locked,
		  struct page **page)
{
	unsigned int flags = FOLL_WRITE;

	if (locked)
		flags |= FOLL_INTERRUPTIBLE;
	return get_user_pages_remote(mm, addr, 1, flags, page, locked);
}

/* By one condition, which both depend on. */
long by_one_condition(struct mm_struct *mm, unsigned long addr, bool keep,
		      struct page **page)
{
	int locked = 1;

	return pin_user_pages_remote(mm, addr, 1, keep ? 0 : FOLL_INTERRUPTIBLE,
				     page, keep ? NULL : &locked);
}

/* A wrapper asks for nothing itself. */
static long grab(struct mm_struct *mm, unsigned long addr, unsigned int flags,
		 struct page **page, int *locked)
{
	return get_user_pages_remote(mm, addr, 1, flags, page, locked);
}

long through_wrapper(struct mm_struct *mm, unsigned long addr,
		     struct page **page)
{
	return grab(mm, addr, FOLL_WRITE, page, NULL);
}

long through_wrapper_locked(struct mm_struct *mm, unsigned long addr,
			    struct page **page)
{
	int locked = 1;

	return grab(mm, addr, FOLL_INTERRUPTIBLE, page, &locked);
}

/* Nobody knows what it is asked for. */
long from_nowhere(struct snap *s, unsigned long addr)
{
	return get_user_pages_remote(s->mm, addr, 1, s->gup_flags, s->pages, NULL);
}

/* What faults are taken for is another kind of flags. */
int fault(struct mm_struct *mm, unsigned long addr, bool *unlocked)
{
	return fixup_user_fault(mm, addr, FAULT_FLAG_WRITE, unlocked);
}

/* A function of the driver that happens to know the flag. */
static int snap_note(unsigned int flags)
{
	return flags & FOLL_INTERRUPTIBLE ? 1 : 0;
}

long noted(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	long n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, NULL);

	return n + snap_note(FOLL_INTERRUPTIBLE);
}
