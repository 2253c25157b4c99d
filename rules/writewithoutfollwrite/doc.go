// SPDX-License-Identifier: MIT

/*
Package writewithoutfollwrite finds writes to pages that were taken for reading.

Without FOLL_WRITE a private page is not copied before it is handed out: a write
goes to a page that others share, or that user space may only read.

# Before

	n = get_user_pages_fast(addr, 1, 0, &page);
	...
	memcpy_to_page(page, 0, buf, len);

# After

	n = get_user_pages_fast(addr, 1, FOLL_WRITE, &page);

# Limits

Writes are seen in the function that takes the page and in those of its file that
are given it; a device writes to what is mapped for it with DMA_FROM_DEVICE or
DMA_BIDIRECTIONAL. Flags and directions that are not known are taken to be right.
*/
package writewithoutfollwrite
