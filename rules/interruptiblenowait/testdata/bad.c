// SPDX-License-Identifier: MIT
// path: drivers/misc/quick/quick.c
// A call that does not wait, asked to be interruptible.
#include <linux/mm.h>
#include <linux/fs.h>

#define QUICK_FLAGS	(FOLL_NOWAIT | FOLL_INTERRUPTIBLE)

struct quick {
	struct mm_struct *mm;
	struct page **pages;
	unsigned int gup_flags;
};

long at_call(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_WRITE | FOLL_NOWAIT | FOLL_INTERRUPTIBLE); // want "FOLL_INTERRUPTIBLE has no effect with FOLL_NOWAIT: the call does not wait"
}

long by_macro(unsigned long addr, struct page **page)
{
	return pin_user_pages_unlocked(addr, 1, page, QUICK_FLAGS); // want "no effect with FOLL_NOWAIT"
}

long set_together(unsigned long addr, struct page **page, bool async)
{
	unsigned int flags = FOLL_WRITE;

	if (async)
		flags |= FOLL_NOWAIT | FOLL_INTERRUPTIBLE; // step "FOLL_NOWAIT is set here" "FOLL_INTERRUPTIBLE is set here"
	return get_user_pages_unlocked(addr, 1, page, flags); // want "no effect with FOLL_NOWAIT"
}

long one_sometimes(unsigned long addr, struct page **page, bool patient)
{
	unsigned int flags = FOLL_NOWAIT; // step "FOLL_NOWAIT is set here"

	if (!patient)
		flags |= FOLL_INTERRUPTIBLE; // step "FOLL_INTERRUPTIBLE is set here"
	return get_user_pages_unlocked(addr, 1, page, flags); // want "no effect with FOLL_NOWAIT"
}

long with_locked(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;

	return get_user_pages_remote(mm, addr, 1, QUICK_FLAGS, page, &locked); // want "no effect with FOLL_NOWAIT"
}

/* Each for a reason of its own: nobody knows whether both ever hold. */
long each_sometimes(unsigned long addr, struct page **page, bool async,
		    bool patient)
{
	unsigned int flags = 0;

	if (async)
		flags |= FOLL_NOWAIT;
	if (!patient)
		flags |= FOLL_INTERRUPTIBLE;
	return get_user_pages_unlocked(addr, 1, page, flags); // strict "no effect with FOLL_NOWAIT"
}

static long grab(unsigned long addr, unsigned int flags, bool async,
		 struct page **page)
{
	if (async)
		flags |= FOLL_NOWAIT; // step "FOLL_NOWAIT is set here"
	return get_user_pages_unlocked(addr, 1, page, flags);
}

static long grab_write(unsigned long addr, unsigned int flags, bool async,
		       struct page **page)
{
	return grab(addr, flags | FOLL_WRITE, async, page); // step "through grab"
}

long through_wrapper(unsigned long addr, struct page **page)
{
	return grab_write(addr, FOLL_INTERRUPTIBLE, true, page); // want "no effect with FOLL_NOWAIT"
}

void quick_init(struct quick *q)
{
	q->gup_flags = QUICK_FLAGS; // step "stored in struct quick's gup_flags here"
}

long by_member(struct quick *q, unsigned long addr)
{
	return get_user_pages_unlocked(addr, 1, q->pages, q->gup_flags); // want "no effect with FOLL_NOWAIT"
}
