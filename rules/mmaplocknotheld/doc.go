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

A call is reported where the function around it has let go of the lock, and where it
is reached, by calls that are seen, from a function that begins without it: a system
call, a file operation, a work function, a kernel thread or one that is called once
at the start. Such functions are looked for up to five calls away, in the files that
have to do with the family anyway. Where a helper may be called from another file,
may take the lock out of sight or is called through a pointer, nothing is said; nor
where the lock of another mm is held, which may be the same one, nor where it is held
on some paths.
*/
package mmaplocknotheld
