// SPDX-License-Identifier: MIT
// path: mm/fixture.c
// Checks of an entry that is new in this tree.
#include <linux/mm.h>
#include "internal.h"

long split(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	unsigned int gup_flags = FOLL_WRITE;

	gup_flags |= FOLL_SPLIT_PMD; // step "FOLL_SPLIT_PMD is set here"
	return pin_user_page_whole(mm, addr, gup_flags, page); // want "FOLL_SPLIT_PMD is refused by pin_user_page_whole..: the kernel WARNs and returns -EOPNOTSUPP"
}

long both(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return pin_user_page_whole(mm, addr, FOLL_ANON | FOLL_DUMP, page); // want "FOLL_DUMP and FOLL_ANON together are refused by pin_user_page_whole..: the kernel WARNs and returns -EINVAL"
}

long one_of_them(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return pin_user_page_whole(mm, addr, FOLL_ANON, page);
}

static long grab(struct mm_struct *mm, unsigned long addr, unsigned int flags,
		 struct page **page)
{
	return pin_user_page_whole(mm, addr, flags, page);
}

long through_helper(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return grab(mm, addr, FOLL_SPLIT_PMD, page); // want "FOLL_SPLIT_PMD is refused"
}

/* Sometimes this, sometimes that, never both. */
long one_or_the_other(struct mm_struct *mm, unsigned long addr, bool anon,
		      struct page **page)
{
	unsigned int flags = anon ? FOLL_ANON : FOLL_DUMP;

	return pin_user_page_whole(mm, addr, flags, page);
}

long maybe_both(struct mm_struct *mm, unsigned long addr, bool anon, bool dump,
		struct page **page)
{
	unsigned int flags = 0;

	if (anon)
		flags |= FOLL_ANON;
	if (dump)
		flags |= FOLL_DUMP;
	return pin_user_page_whole(mm, addr, flags, page); // strict "are refused"
}
