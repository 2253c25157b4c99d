// SPDX-License-Identifier: MIT
// bad.c, repaired.
#include <linux/mm.h>
#include <linux/errno.h>

long room_for_one(struct file *memfd, loff_t end, struct folio **folios)
{
	pgoff_t offset;

	return memfd_pin_folios(memfd, 0, end, folios, 1, &offset);
}

long none_without_file(struct file *memfd, bool have, loff_t end,
		       struct folio **folios)
{
	pgoff_t offset;

	if (!have)
		return -ENOENT;
	return memfd_pin_folios(memfd, 0, end, folios, 1, &offset);
}
