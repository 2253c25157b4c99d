// SPDX-License-Identifier: MIT
// path: fs/fixture.c
// What the rule does not look at: code that is no driver, and no debugger either.
#include <linux/mm.h>

int read_by_force(unsigned long addr, int nr, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_FORCE, pages); // limit "FOLL_FORCE overrides"
}
