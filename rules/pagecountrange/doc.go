// SPDX-License-Identifier: MIT

/*
Package pagecountrange finds numbers of pages that an entry cannot take.

nr_pages of the fast entries is an int. A negative number, or a range that wraps,
is an error (-EOVERFLOW from 6.12 on) or silently nothing (0 in older kernels,
which looks like no page). A 64-bit number that nothing bounds is cut to 32 bits
on the way in.

# Before

	unsigned long nr = len >> PAGE_SHIFT;

	n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);

# After

	if (nr > INT_MAX)
		return -EINVAL;

# Limits

A number that is too wide and not bounded in the function itself is a note only:
most are bounded by who calls it. An array that was allocated for as many pages by
kvmalloc_array() or its kin bounds it. One that is cut before it gets to the call is
told of where a function gets it for a parameter of 32 bits and hands it on, with flags
that it was given; not where a variable cuts it. Whether a range of addresses wraps is
not known.
*/
package pagecountrange
