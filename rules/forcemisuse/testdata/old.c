// SPDX-License-Identifier: MIT
// tree: linux-6.1
// path: drivers/char/fixture.c
// Older kernels do not unshare by themselves: drivers could not do without.
#include <linux/mm.h>

int for_reading(unsigned long addr, int nr, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, FOLL_LONGTERM | FOLL_WRITE | FOLL_FORCE,
				   pages);
}
