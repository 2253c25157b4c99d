// SPDX-License-Identifier: MIT

/*
Package shortpinleak finds pages that a function took and returns without giving
back.

Every entry may return fewer pages than it was asked for, and the caller owns what
it got. Code that takes a short result for a failure, or fails at something later,
has to release those pages. A negative result means that there are none.

# Before

	n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (n != nr)
		return -EFAULT;

# After

	if (n != nr) {
		if (n > 0)
			unpin_user_pages(pages, n);
		return n < 0 ? n : -EFAULT;
	}

# Limits

Only arrays that nobody else knows of are looked at: local variables, and memory
that the function allocated and did not store anywhere. Pages that were given to
any other function count as its own. A release in a loop counts as one of all
pages.
*/
package shortpinleak
