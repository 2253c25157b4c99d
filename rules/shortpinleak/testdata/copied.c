// SPDX-License-Identifier: MIT
// path: drivers/dma/ring/ring-pin.c
// Pages whose array is copied to another one.
#include <linux/mm.h>
#include <linux/slab.h>

#define RING_BATCH	8

/* The caller's array gets them, batch by batch. */
int ring_pin(unsigned long addr, int nr, struct page **out)
{
	struct page **batch;
	int got = 0, n = 0;

	batch = kmalloc_array(RING_BATCH, sizeof(*batch), GFP_KERNEL);
	if (!batch)
		return -ENOMEM;
	while (got < nr) {
		n = pin_user_pages_fast(addr + got * PAGE_SIZE, min(nr - got, RING_BATCH),
					FOLL_WRITE, batch);
		if (n <= 0)
			break;
		memcpy(out + got, batch, n * sizeof(*batch));
		got += n;
	}
	kfree(batch);
	return got ? got : n;
}

/* What a page holds is copied, not the page. */
int ring_peek(unsigned long addr, void *buf)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	memcpy(buf, page_address(page), 64);
	return 0; // want "pages that get_user_pages_fast\\(\\) took are lost here"
}
