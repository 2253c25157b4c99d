// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/mailbox/limits.c

#include <linux/dma-mapping.h>
#include <linux/highmem.h>
#include <linux/mm.h>

void mailbox_receive(void *buf, size_t len);

struct box {
	struct page *page;
	void *buf;
};

/* A function of another file writes. */
static int written_elsewhere(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	mailbox_receive(page_address(page), 64);
	put_page(page);	// limit "nobody knows what it does with the address"
	return 0;
}

/* Written to and given back by different functions. */
static int box_open(struct box *box, unsigned long addr)
{
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &box->page) != 1)
		return -EFAULT;
	box->buf = page_address(box->page);
	return 0;
}

static void box_write(struct box *box, int c)
{
	memset(box->buf, c, 64);
}

static void box_close(struct box *box)
{
	put_page(box->page);	// limit "the write is in another function"
}

/* Which way the data goes is not known here. */
static int any_direction(struct device *dev, unsigned long addr, enum dma_data_direction dir)
{
	struct page *page;
	dma_addr_t dma;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	dma = dma_map_page(dev, page, 0, PAGE_SIZE, dir);
	if (!dma_mapping_error(dev, dma))
		dma_unmap_page(dev, dma, PAGE_SIZE, dir);
	unpin_user_page(page);	// limit "the direction is the caller's"
	return 0;
}
