// SPDX-License-Identifier: MIT

/*
Package mmaplocknotheld finds entries that need mmap_lock, called without it.

get_user_pages(), pin_user_pages(), the *_remote entries and fixup_user_fault() look
up the vma, which is there as long as mmap_lock of the same mm is held. Newer kernels
assert that it is.

# Before

	n = pin_user_pages(addr, nr, FOLL_WRITE, pages);

# After

	mmap_read_lock(current->mm);
	n = pin_user_pages(addr, nr, FOLL_WRITE, pages);
	mmap_read_unlock(current->mm);

# Limits

The lock is followed up through the callers to the system calls and file operations
that begin without it. Where some caller cannot be found, nothing is said.
*/
package mmaplocknotheld
