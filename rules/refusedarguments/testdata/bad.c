// SPDX-License-Identifier: MIT
// What memfd_pin_folios() has no use for.
#include <linux/mm.h>
#include <linux/errno.h>

struct file *buffer_file(void);

long no_room_for_any(struct file *memfd, loff_t end, struct folio **folios)
{
	pgoff_t offset;

	return memfd_pin_folios(memfd, 0, end, folios, 0, &offset); // want "memfd_pin_folios.. refuses its arguments: the call returns -EINVAL"
}

long no_file(loff_t end, struct folio **folios)
{
	pgoff_t offset;

	return memfd_pin_folios(NULL, 0, end, folios, 1, &offset); // want "memfd_pin_folios.. refuses its arguments"
}

long before_the_start(struct file *memfd, struct folio **folios)
{
	pgoff_t offset;

	return memfd_pin_folios(memfd, -4096, 4095, folios, 2, &offset); // want "memfd_pin_folios.. refuses its arguments"
}

/* On the path on which there is none. */
long no_file_on_one_path(struct file *memfd, bool have, loff_t end,
			 struct folio **folios)
{
	pgoff_t offset;

	if (!have)
		memfd = NULL;
	return memfd_pin_folios(memfd, 0, end, folios, 1, &offset); // strict "refuses its arguments"
}
