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

Pages in an array that others know of are looked at only where that array is freed
with the pages in it. Pages that were given to a function of another file count as
its own. A release counts as one of all pages, in a loop as well, unless it is one
of those before a page alone. Those that a function took for its caller are looked at
where they lie in a local variable of the caller's.
*/
package shortpinleak
