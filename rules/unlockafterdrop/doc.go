// SPDX-License-Identifier: MIT

/*
Package unlockafterdrop finds mmap_lock released a second time, after a call that
may have released it.

An entry with a locked pointer leaves *locked 0 when it let go of the lock for good.
Whoever unlocks without looking unlocks a lock that is not held.

# Before

	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, &page, &locked);
	mmap_read_unlock(mm);

# After

	if (locked)
		mmap_read_unlock(mm);

# Limits

The lock has to be released in the function that made the call.
*/
package unlockafterdrop
