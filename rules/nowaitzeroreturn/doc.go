// SPDX-License-Identifier: MIT

/*
Package nowaitzeroreturn finds a result of 0 that FOLL_NOWAIT allows and the code
takes for success.

With FOLL_NOWAIT a page that would have to be waited for is not there, and is no
error either: the call returns 0, or fewer pages than asked for. Without the flag 0
does not come, so "less than 0" is enough of a test; with it the array was not
written to, and what it holds is left over from before. The entries that never wait
(get_user_pages_fast_only()) return 0 without any flag.

# Before

	n = get_user_pages_unlocked(addr, 1, &page, FOLL_NOWAIT);
	if (n < 0)
		return n;
	put_page(page);

# After

	if (n != 1)
		return n < 0 ? n : -EAGAIN;

# Limits

A result that is handed on unseen is judged where the caller looks at it, as far
as that can be followed. One that is counted with, bounds a loop, is given to a
function or read back from memory is taken to be used rightly.
*/
package nowaitzeroreturn
