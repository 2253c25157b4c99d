// SPDX-License-Identifier: MIT
// path: drivers/misc/vault/take.c
// Who is asked what becomes of the pages does not hang on flags that have nothing to
// do with how long they are kept.
#include <linux/mm.h>

bool take_in_a_hurry(void);

int take_some(unsigned long addr, int nr, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
}

int take_quickly(unsigned long addr, int nr, struct page **pages)
{
	unsigned int gup_flags = FOLL_WRITE;

	if (take_in_a_hurry())
		gup_flags |= FOLL_NOFAULT | FOLL_HWPOISON;
	return pin_user_pages_fast(addr, nr, gup_flags, pages);
}
