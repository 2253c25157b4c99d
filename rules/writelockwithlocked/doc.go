// SPDX-License-Identifier: MIT

/*
Package writelockwithlocked finds a locked pointer given while mmap_lock is held
for writing.

With a locked pointer the call may let go of the lock, and does so as a reader:
mmap_read_unlock() on a lock that is held for writing corrupts it. Whoever holds it
for writing has to pass NULL. With FOLL_NOWAIT or FOLL_NOFAULT the call never lets go
of the lock, and the pointer does no harm.

# Before

	mmap_write_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, &page, &locked);

# After

	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, &page, NULL);

# Limits

The lock is followed through the functions that lead to the call, unless one of them
takes it on some ways itself. One that is held for writing on some ways only is shown with --strict, and so is
a call with flags that nobody knows.
*/
package writelockwithlocked
