// SPDX-License-Identifier: MIT

/*
Package mmaplockheld finds entries that take mmap_lock themselves, called with it
held.

The *_unlocked and *_fast entries take mmap_lock of the current task for reading.
Called with it held for writing they wait for themselves; held for reading it works
until somebody wants to write in between, and then both wait for ever. lockdep
complains even when the fast path would not have needed the lock.

# Before

	mmap_read_lock(current->mm);
	n = get_user_pages_fast(addr, 1, FOLL_WRITE, &page);

# After

	mmap_read_lock(current->mm);
	n = get_user_pages(addr, 1, FOLL_WRITE, &page);

# Limits

Only locks of current->mm, by whatever name the code has for it, only where they are
held on every path, and only those that the function itself, or one of the file up to
two calls away, takes; or those that mmap() takes before it calls the driver.
*/
package mmaplockheld
