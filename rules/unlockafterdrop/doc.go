// SPDX-License-Identifier: MIT

/*
Package unlockafterdrop finds mmap_lock released a second time, or not at all, after
a call that may have released it.

An entry with a locked pointer leaves *locked 0 when it let go of the lock for good.
Whoever unlocks without looking unlocks a lock that is not held. So does the end of a
scope with guard(mmap_read_lock), and a function of the file that unlocks. Whoever
does not unlock where it stayed 1 leaves the lock held, and nobody knows of it.

# Before

	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, &page, &locked);
	mmap_read_unlock(mm);

# After

	if (locked)
		mmap_read_unlock(mm);

# Limits

Functions of other files that unlock are followed only where they have to do with the
family. A lock of which nothing is known is taken to be held. That nobody unlocks is
only told of where a variable of the function alone says so, at a return that the lock
may reach held or not.
*/
package unlockafterdrop
