// SPDX-License-Identifier: MIT

/*
Package eagainretry finds an -EAGAIN taken for "try again" that means the task is
being killed.

Entries that take mmap_lock themselves wait for it killably, and report a kill
meanwhile as -EAGAIN (__get_user_pages_locked(), 6.12 and later). No other -EAGAIN
leaves them. A loop that tries again keeps a dying task busy until the lock is
free; a 0 returned for it says that all is well.

# Before

	do {
		n = get_user_pages_unlocked(addr, 1, &page, FOLL_WRITE);
	} while (n == -EAGAIN);

# After

	n = get_user_pages_unlocked(addr, 1, &page, FOLL_WRITE);
	if (n < 0)
		return n;

# Limits

-EAGAIN that a function of the code itself returns is its own, and not looked at. A
loop that something else may end, such as a count of attempts, is not reported, nor is
one that reads the number back from memory.
*/
package eagainretry
