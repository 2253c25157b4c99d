// SPDX-License-Identifier: MIT

/*
Package lockednotset finds calls with a locked pointer whose target is not 1.

*locked tells whether mmap_lock is held. On entry it has to be 1: the caller holds
the lock. Old kernels stop with a BUG where it is not, newer ones WARN and refuse
the call. get_dump_page() of 7.x takes 0 as well, and takes the lock then. A variable
that was never set is wrong everywhere.

# Before

	int locked;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, &page, &locked);

# After

	int locked = 1;

# Limits

A pointer into a structure is followed as far as one function can see; what other
functions left there is not known, and nothing is said.
*/
package lockednotset
