// SPDX-License-Identifier: MIT
// Arguments that are taken, or of which nobody knows.
#include <linux/mm.h>
#include <linux/errno.h>

long all_of_it(struct file *memfd, loff_t size, struct folio **folios)
{
	pgoff_t offset;

	if (!memfd || size <= 0)
		return -EINVAL;
	return memfd_pin_folios(memfd, 0, size - 1, folios, 16, &offset);
}

long of_a_caller(struct file *memfd, loff_t start, loff_t end,
		 struct folio **folios, unsigned int max)
{
	pgoff_t offset;

	return memfd_pin_folios(memfd, start, end, folios, max, &offset);
}

/* Refused as well, but each by a rule of its own. */
long others(unsigned long addr, struct page **pages)
{
	return pin_user_pages_unlocked(addr, 1, pages, FOLL_GET);
}
