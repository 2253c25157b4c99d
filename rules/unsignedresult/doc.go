// SPDX-License-Identifier: MIT

/*
Package unsignedresult finds errors of a call that pass for a number of pages.

A result is a number of pages, or a negative error. Stored in an unsigned variable
or compared with one, -EFAULT is a very large number: less than 0 it never is, and
less than what was asked for neither. As a count for a release function it walks off
the array. So is the error of a call for one page that is only tested for not being 0.
The number that was asked for, given to the release in the place of the
number that came, releases pages that were never taken.

# Before

	size_t n = get_user_pages_fast(addr, nr, FOLL_WRITE, pages);

	if (n <= 0)
		return -EFAULT;

# After

	int n = get_user_pages_fast(addr, nr, FOLL_WRITE, pages);

# Limits

A comparison for equality with the number asked for tells errors from success
whatever the types are, and is fine. A number that is read back from memory in another
function, or given away as one without a sign, is not followed.
*/
package unsignedresult
