// SPDX-License-Identifier: MIT

/*
Package nowaitlockdrop finds FOLL_NOWAIT where the call promises something else.

FOLL_NOWAIT promises that the call does not wait and that mmap_lock is never
released, and makes 0 a legal result. Two kinds of calls do not go with that.

An entry that cannot say "no page" refuses the flag with a WARN:
get_user_page_vma_remote() returns a page or an error. That is an error, also
through what hands its flags on, such as access_remote_vm().

A locked pointer asks for the opposite: that the lock may be dropped. It is left
as it was, so code that relies on a drop, or looks everything up again, does so in
vain. That is a warning. Entries that take the lock themselves are fine.

# Before

	n = get_user_pages_remote(mm, addr, 1, FOLL_NOWAIT, &page, &locked);

# After

	n = get_user_pages_remote(mm, addr, 1, FOLL_NOWAIT, &page, NULL);

# Limits

Where FOLL_NOWAIT is one of two cases and the pointer serves the other, the call
is right; gupvet reports a pointer only if the flag is set whenever it is given.
Flags that are read from a structure may be others at other times, so a pointer
next to them is not reported. Nor is a pointer that a function hands on and of
which no caller is seen that gives one.
*/
package nowaitlockdrop
