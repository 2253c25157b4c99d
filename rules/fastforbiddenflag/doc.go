// SPDX-License-Identifier: MIT

/*
Package fastforbiddenflag finds flags that the fast entries refuse.

The fast entries walk the page tables without the lock and know a few flags only.
They refuse all others, known or not, with a WARN: there is no way to ask them to
be interruptible or not to wait. Which flags they take is read from the tree.

# Before

	n = get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_NOWAIT, &page);

# After

	n = get_user_pages_fast_only(addr, 1, FOLL_WRITE, &page);
	if (n != 1)
		n = get_user_pages_unlocked(addr, 1, &page, FOLL_WRITE | FOLL_NOWAIT);

# Limits

A flag that is only known at run time is not reported.
*/
package fastforbiddenflag
