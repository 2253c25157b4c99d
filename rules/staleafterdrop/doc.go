// SPDX-License-Identifier: MIT

/*
Package staleafterdrop finds a vma that is used after mmap_lock was let go of.

A vma is there as long as the lock is held. A call with a locked pointer, or
fixup_user_fault() with an unlocked pointer, may let go of it, even if it is held
again afterwards: the vma may be another one or none.

# Before

	vma = find_vma(mm, addr);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, &page, &locked);
	if (vma->vm_flags & VM_IO)

# After

	if (!locked)
		return -EAGAIN;	(or look the vma up again)

# Limits

Only vmas that the function looked up or was given are followed, not page tables. One
that was looked up in an earlier round of a loop is taken to be there.
*/
package staleafterdrop
