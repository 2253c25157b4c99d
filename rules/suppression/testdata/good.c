// path: drivers/misc/suppression.c
// SPDX-License-Identifier: MIT
#include <linux/mm.h>

/* A rule that was not run: nobody knows whether the comment is of use. */
int told(unsigned long addr, struct page **pages)
{
	/* gupvet:ignore null-pages the caller looks at the number alone */
	return pin_user_pages_fast(addr, 1, FOLL_WRITE, NULL);
}
