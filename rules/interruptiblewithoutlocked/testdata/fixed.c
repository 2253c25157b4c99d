// SPDX-License-Identifier: MIT
// path: drivers/misc/snap/snap.c
// What bad.c does, put right.
#include <linux/mm.h>
#include <linux/fs.h>
#include <linux/slab.h>

#define SNAP_FLAGS	(FOLL_WRITE | FOLL_INTERRUPTIBLE)

struct snap {
	struct mm_struct *mm;
	struct page **pages;
	unsigned int gup_flags;
	bool patient;
};

/* The lock may go, and the caller looks whether it did. */
long at_call(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE | FOLL_INTERRUPTIBLE, page, &locked);
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

/* An entry that takes the lock itself. */
long held(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);
}

long pin_held(unsigned long addr, struct page **page)
{
	return pin_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE | FOLL_LONGTERM);
}

/* Or no flag, where the call is not to be ended. */
struct page *with_vma(struct mm_struct *mm, unsigned long addr,
		      struct vm_area_struct **vma)
{
	return get_user_page_vma_remote(mm, addr, 0, vma);
}

long under_condition(struct mm_struct *mm, unsigned long addr, bool write,
		     bool patient, struct page **page)
{
	unsigned int flags = 0;
	int locked = 1;

	if (write)
		flags |= FOLL_WRITE;
	if (!patient)
		flags |= FOLL_INTERRUPTIBLE;
	return get_user_pages_remote(mm, addr, 1, flags, page, &locked);
}

long by_macro(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;

	return get_user_pages_remote(mm, addr, 1, SNAP_FLAGS, page, &locked);
}

static unsigned int snap_flags(const struct snap *s)
{
	if (s->patient)
		return 0;
	return FOLL_INTERRUPTIBLE;
}

long from_helper(struct snap *s, unsigned long addr, struct page **page)
{
	int locked = 1;

	return get_user_pages_remote(s->mm, addr, 1, FOLL_WRITE | snap_flags(s), page, &locked);
}

struct snap *snap_alloc(struct mm_struct *mm)
{
	struct snap *s = kzalloc(sizeof(*s), GFP_KERNEL);

	if (!s)
		return NULL;
	s->mm = mm;
	s->gup_flags = FOLL_INTERRUPTIBLE;
	return s;
}

long in_member(struct snap *s, unsigned long addr, int *locked)
{
	if (!locked)
		return -EINVAL;
	return get_user_pages_remote(s->mm, addr, 1, s->gup_flags, s->pages, locked);
}

static long grab_locked(struct mm_struct *mm, unsigned long addr,
			unsigned int flags, struct page **page, int *locked)
{
	if (!locked)
		flags &= ~FOLL_INTERRUPTIBLE;
	return pin_user_pages_remote(mm, addr, 1, flags, page, locked);
}

long null_to_wrapper(struct mm_struct *mm, unsigned long addr,
		     struct page **page)
{
	return grab_locked(mm, addr, FOLL_INTERRUPTIBLE, page, NULL);
}

long null_by_choice(struct mm_struct *mm, unsigned long addr, bool keep,
		    struct page **page)
{
	int locked = 1;

	return grab_locked(mm, addr, FOLL_INTERRUPTIBLE, page, keep ? NULL : &locked);
}
