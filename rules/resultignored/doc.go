// SPDX-License-Identifier: MIT

/*
Package resultignored finds calls that ask for pages and do not look at how many
came.

The number of pages is all that tells which elements of the array are valid, and
which references have to be given back. A call that drops it uses what was in the
array before, or leaks what it got.

# Before

	get_user_pages_fast(addr, nr, FOLL_WRITE, pages);

# After

	n = get_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (n != nr)
		...

# Limits

With pages == NULL the call only faults pages in, and nothing is lost. A single
page pointer that is NULL before the call and looked at after it tells as much as
the number, and is fine; whether it is looked at is not checked. A number that is
stored in memory counts as looked at.
*/
package resultignored
