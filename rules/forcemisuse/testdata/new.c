// SPDX-License-Identifier: MIT
// tree: linux-7.0
// path: sound/core/fixture.c
#include <linux/mm.h>

int for_reading(unsigned long addr, int nr, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, FOLL_LONGTERM | FOLL_WRITE | FOLL_FORCE, // want "FOLL_FORCE overrides"
				   pages);
}
