// SPDX-License-Identifier: MIT

/*
Package longtermmissing finds pins that user space keeps for as long as it likes,
without FOLL_LONGTERM.

Pages that stay pinned until another system call or the end of the file must leave
the areas that have to stay movable, and must not be of a DAX file: FOLL_LONGTERM
sees to that (Documentation/core-api/pin_user_pages.rst, CASE 2). A pin that ends
with the call that made it needs no such flag. How long a pin is kept is a guess of
gupvet's, so this is a note.

# Before

	obj->npages = pin_user_pages_fast(addr, nr, FOLL_WRITE, obj->pages);
	...	(given back by another ioctl)

# After

	obj->npages = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, obj->pages);

# Limits

A pin counts as kept if its array lies in a structure that outlives the function,
the function itself does not give the pages back, and another one of the file does.
*/
package longtermmissing
