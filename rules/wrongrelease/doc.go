// SPDX-License-Identifier: MIT

/*
Package wrongrelease finds pages that are given back in the wrong way.

A pin adds 1024 to a page's count, or one to the pins of a large folio; a
reference adds 1. put_page() on a pinned page takes 1 back: the page is never
freed and stays marked as maybe used for DMA. unpin_user_page() on a referenced one
takes far too much: the page is freed while others use it. What an entry took is
given back by the functions of its own kind.

# Before

	n = pin_user_pages_fast(addr, 1, FOLL_WRITE, &page);
	...
	put_page(page);

# After

	unpin_user_page(page);

# Limits

Pages are followed within a function, and through a member of a structure that
holds pages of one kind alone. Where code chooses the way to release by a flag of
its own, nothing is said.
*/
package wrongrelease
