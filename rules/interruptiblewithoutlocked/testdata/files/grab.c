// SPDX-License-Identifier: MIT
// path: drivers/misc/snap/grab.c
// The callee of what user.c calls.
#include "grab.h"

long grab_one(struct mm_struct *mm, unsigned long addr, unsigned int flags,
	      struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, flags, page, NULL); // step "get_user_pages_remote\\(\\) is called here"
}

static long held_one(struct mm_struct *mm, unsigned long addr,
		     unsigned int flags, struct page **page)
{
	return grab_one(mm, addr, flags & ~FOLL_FORCE, page);
}

const struct grab_ops grab_held = {
	.one = held_one,
};

long grab_stored(struct grabber *g, struct mm_struct *mm, unsigned long addr,
		 struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, g->gup_flags, page, NULL); // want "no effect"
}
