// SPDX-License-Identifier: MIT

/*
Package interruptiblewithoutlocked finds FOLL_INTERRUPTIBLE where it does nothing.

FOLL_INTERRUPTIBLE asks that a signal end the call early. The core looks for
signals only between two tries, after a page fault that let go of mmap_lock
(faultin_page() tests the flag behind FOLL_UNLOCKABLE, gup_signal_pending() is
called in the retry loop alone). Whether the lock may be let go of is up to the
caller: by a locked pointer, or by an entry that takes the lock itself. Without
one of these the flag is taken and ignored, and nobody says so.

# Before

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE | FOLL_INTERRUPTIBLE,
				  &page, NULL);
	mmap_read_unlock(mm);

# After

	int locked = 1;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE | FOLL_INTERRUPTIBLE,
				  &page, &locked);
	if (locked)
		mmap_read_unlock(mm);

# Limits

Where a function hands on a locked pointer that it was given, the callers that
pass NULL are reported. A flag that is set under one condition and a pointer that
is NULL under another are reported with --strict only. What a variable of the file
holds, which any function may change, is not known.
*/
package interruptiblewithoutlocked
