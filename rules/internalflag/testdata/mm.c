// SPDX-License-Identifier: MIT
// path: mm/keep.c
// Within mm/, where the flags can be seen: the entries refuse them all the same,
// and what is below the entries takes them.
#include "internal.h"

long from_mm(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, FOLL_REMOTE, page, NULL); // want "FOLL_REMOTE is internal"
}

int below_the_entries(struct folio *folio)
{
	return try_grab_folio(folio, 1, FOLL_PIN);
}
