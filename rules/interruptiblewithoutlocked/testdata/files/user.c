// SPDX-License-Identifier: MIT
// path: drivers/misc/snap/user.c
// Flags that another file hands to the entry.
#include "grab.h"

long direct(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return grab_one(mm, addr, FOLL_INTERRUPTIBLE, page); // want "FOLL_INTERRUPTIBLE has no effect: get_user_pages_remote"
}

long through_inline(struct mm_struct *mm, unsigned long addr, bool patient,
		    struct page **page)
{
	unsigned int flags = 0;

	if (!patient)
		flags |= FOLL_INTERRUPTIBLE; // step "is set here"
	return grab_write(mm, addr, flags, page); // want "no effect"
}

long through_table(struct grabber *g, struct mm_struct *mm, unsigned long addr,
		   struct page **page)
{
	return g->ops->one(mm, addr, FOLL_INTERRUPTIBLE, page); // want "no effect"
}

void store(struct grabber *g)
{
	g->ops = &grab_held;
	g->gup_flags = FOLL_WRITE | FOLL_INTERRUPTIBLE; // step "stored in struct grabber's gup_flags here"
}

long fine(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return grab_write(mm, addr, FOLL_FORCE, page);
}
