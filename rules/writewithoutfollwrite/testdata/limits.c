// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/mailbox/limits.c

#include <linux/dma-mapping.h>
#include <linux/highmem.h>
#include <linux/mm.h>

void mailbox_receive(void *buf, size_t len);

struct box {
	struct page *page;
};

/* A function of another file writes. */
static int written_elsewhere(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	mailbox_receive(page_address(page), 64);	// limit "nobody knows what it does with the address"
	put_page(page);
	return 0;
}

/* The page is taken in another function. */
static int box_open(struct box *box, unsigned long addr)
{
	return get_user_pages_fast(addr, 1, 0, &box->page) == 1 ? 0 : -EFAULT;
}

static void box_write(struct box *box, int c)
{
	memset(page_address(box->page), c, 64);	// limit "another function took the page"
}

/* The caller says which way the data goes. */
static int any_direction(struct device *dev, unsigned long addr, enum dma_data_direction dir)
{
	struct page *page;
	dma_addr_t dma;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	dma = dma_map_page(dev, page, 0, PAGE_SIZE, dir);	// limit "the direction may always be the other one"
	if (!dma_mapping_error(dev, dma))
		dma_unmap_page(dev, dma, PAGE_SIZE, dir);
	unpin_user_page(page);
	return 0;
}
