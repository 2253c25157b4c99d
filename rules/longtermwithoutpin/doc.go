// SPDX-License-Identifier: MIT

/*
Package longtermwithoutpin finds FOLL_LONGTERM with an entry that does not pin.

A page that is held for long must leave the areas that have to stay movable, and
file systems must learn that it is written to. Both work on pins only, so
FOLL_LONGTERM is for the pin_ entries; the others refuse it with a WARN
(Documentation/core-api/pin_user_pages.rst, "FOLL_LONGTERM is a specific case,
more restrictive case of FOLL_PIN").

# Before

	n = get_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, pages);
	...
	put_page(pages[i]);

# After

	n = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, pages);
	...
	unpin_user_page(pages[i]);

# Limits

Kernels that let the flag through an entry without looking (some *_fast_only of 5.10
and 6.1) do not refuse it, and gupvet reports what the tree refuses. What a variable
of the file holds, which any function may change, is not known.
*/
package longtermwithoutpin
