// SPDX-License-Identifier: MIT

/*
Package endlessretry finds loops that make a failed call again and again.

An error of an entry does not go away by itself: the address is not mapped, or a
signal is pending. A loop that goes round for every negative result never ends.

# Before

	do {
		n = get_user_pages_unlocked(addr, 1, &page, FOLL_WRITE);
	} while (n != 1);

# After

	n = get_user_pages_unlocked(addr, 1, &page, FOLL_WRITE);
	if (n != 1)
		return n < 0 ? n : -EFAULT;

# Limits

A loop that something else may end is not reported, even if that does not come
nearer with an error. Nor is one that tests the number before the call, or reads it
back from memory.
*/
package endlessretry
