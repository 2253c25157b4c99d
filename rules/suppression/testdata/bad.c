// path: drivers/misc/suppression.c
// SPDX-License-Identifier: MIT
#include <linux/mm.h>

int told_no_reason(unsigned long addr, struct page **pages)
{
	return pin_user_pages_fast(addr, 1, FOLL_WRITE, NULL); /* gupvet:ignore null-pages */ // want "gives no reason"
}

int told_no_rule(unsigned long addr, struct page **pages)
{
	/* gupvet:ignore */ // want "names no rule"
	return pin_user_pages_fast(addr, 1, FOLL_WRITE, pages);
}

int told_of_itself(unsigned long addr, struct page **pages)
{
	// gupvet:ignore suppression it is said to have something to say // want "hides nothing"
	return pin_user_pages_fast(addr, 1, FOLL_WRITE, pages);
}
