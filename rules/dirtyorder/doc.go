// SPDX-License-Identifier: MIT

/*
Package dirtyorder finds pages that are marked dirty too late, or without the lock
that needs.

After its release a page may belong to somebody else: marking it dirty then is an
error. And set_page_dirty() on a page whose mapping may be truncated at the same
time needs the page locked; set_page_dirty_lock() and the helpers that release and
mark dirty in one lock it themselves (mm/page-writeback.c, set_page_dirty_lock()).

# Before

	unpin_user_page(page);
	set_page_dirty_lock(page);

# After

	set_page_dirty_lock(page);
	unpin_user_page(page);

# Limits

A lock that a caller holds is not seen. Pages that a function took for its caller are
looked at where they lie in a local variable of the caller's.
*/
package dirtyorder
