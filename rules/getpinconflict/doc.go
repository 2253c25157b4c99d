// SPDX-License-Identifier: MIT

/*
Package getpinconflict finds FOLL_GET with an entry that pins.

A page is referenced (FOLL_GET, released with put_page()) or pinned (FOLL_PIN,
released with unpin_user_page()), never both by one call: nobody could tell how to
give it back. The pin_ entries set FOLL_PIN themselves and refuse FOLL_GET with a
WARN (Documentation/core-api/pin_user_pages.rst, "FOLL_PIN and FOLL_GET are
mutually exclusive for a given gup call").

# Before

	n = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_GET, pages);

# After

	n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);

# Limits

FOLL_GET with a get_ entry is redundant and legal; it is not reported. What a
variable of the file holds, which any function may change, is not known.
*/
package getpinconflict
