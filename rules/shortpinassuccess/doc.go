// SPDX-License-Identifier: MIT

/*
Package shortpinassuccess finds fewer pages than asked for taken for all of them.

Every entry may return fewer pages than it was asked for: at the end of a vma, for a
permission, for a signal after some progress. Elements of the array beyond the
result are not set. Code that only looks whether the result is negative, or not 0,
uses them.

# Before

	n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (n < 0)
		return n;
	for (i = 0; i < nr; i++)
		use(pages[i]);

# After

	if (n != nr)
		...

# Limits

A result that is calculated with, stored, given to another function or compared with
something else than what was asked for is taken to be used rightly.
*/
package shortpinassuccess
