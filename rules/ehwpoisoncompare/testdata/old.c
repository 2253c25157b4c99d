// SPDX-License-Identifier: MIT
// tree: linux-6.1
// path: mm/advise_fixture.c
// Entries of 6.1.
#include <linux/mm.h>
#include <linux/errno.h>
#include "internal.h"

/* Sets the flag by itself. */
int prefault(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	int locked = 1;
	long ret = faultin_vma_page_range(vma, start, end, true, &locked);

	if (ret == -EHWPOISON)
		return -EHWPOISON;
	return ret < 0 ? -EFAULT : 0;
}

/* Does not. */
int populate(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	int locked = 1;
	long ret = populate_vma_page_range(vma, start, end, &locked);

	if (ret == -EHWPOISON) // want "-EHWPOISON does not come from populate_vma_page_range.. here"
		return -EHWPOISON;
	return ret < 0 ? -EFAULT : 0;
}

int unlocked(unsigned long addr, struct page **page)
{
	long ret = get_user_pages_unlocked(addr, 1, page, 0);

	return ret == -EHWPOISON ? -EIO : ret; // want "does not ask for it with FOLL_HWPOISON"
}
