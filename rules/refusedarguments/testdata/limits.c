// SPDX-License-Identifier: MIT
// What the rule cannot know: what is refused for more than single arguments.
#include <linux/mm.h>

struct file *disk_file(void);

long no_memfd(loff_t end, struct folio **folios)
{
	pgoff_t offset;

	return memfd_pin_folios(disk_file(), 0, end, folios, 1, &offset); // limit "refuses its arguments"
}

/* How two arguments compare. */
long end_before_start(struct file *memfd, struct folio **folios)
{
	pgoff_t offset;

	return memfd_pin_folios(memfd, 8192, 4095, folios, 2, &offset); // limit "refuses its arguments"
}
