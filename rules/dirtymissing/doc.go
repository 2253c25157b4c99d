// SPDX-License-Identifier: MIT

/*
Package dirtymissing finds pages that were written to and given back without being
marked dirty.

The entry marks a page dirty when it finds it. Writeback may clean the page after
that, and what is written later is lost if nobody marks it dirty again: after the
last write, and before the release (__get_user_pages() in mm/gup.c says so). For
anonymous memory that stays mapped it makes no difference, which is why this is a
note.

# Before

	kaddr = kmap_local_page(page);
	memcpy(kaddr, buf, len);
	kunmap_local(kaddr);
	put_page(page);

# After

	kunmap_local(kaddr);
	set_page_dirty_lock(page);
	put_page(page);

# Limits

Writes by the CPU are seen in the function itself and in those of its file that it
hands the page to. What a device wrote is seen where the function gives the device
access and takes it back, and keeps the pages to itself meanwhile; not where it
marks them dirty elsewhere, since it knows then when the device has written. Pages
that a function took for its caller are looked at where they lie in a local variable of
the caller's.
*/
package dirtymissing
