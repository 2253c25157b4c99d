// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/mailbox/write.c

#include <linux/dma-mapping.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

static int with_flag(unsigned long addr, const char *buf)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	memcpy_to_page(page, 0, buf, 64);
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}

/* The CPU reads, and so does the device. */
static int reads(unsigned long addr, void __user *to)
{
	struct page *page;
	int ret = 0;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	if (copy_to_user(to, page_address(page), 64))
		ret = -EFAULT;
	put_page(page);
	return ret;
}

static int to_device(struct device *dev, unsigned long addr)
{
	struct page *pages[8];
	struct sg_table sgt;
	int n, ret;

	n = pin_user_pages_fast(addr, 8, 0, pages);
	if (n <= 0)
		return -EFAULT;
	ret = sg_alloc_table_from_pages(&sgt, pages, n, 0, n * PAGE_SIZE, GFP_KERNEL);
	if (!ret) {
		ret = dma_map_sgtable(dev, &sgt, DMA_TO_DEVICE, 0);
		if (!ret)
			dma_unmap_sgtable(dev, &sgt, DMA_TO_DEVICE, 0);
		sg_free_table(&sgt);
	}
	unpin_user_pages(pages, n);
	return ret;
}

/* By the direction: what is read from the tape is written to memory. */
static int by_direction(struct device *dev, unsigned long addr, enum dma_data_direction dir)
{
	struct page *page;
	dma_addr_t dma;

	if (pin_user_pages_fast(addr, 1, dir == DMA_TO_DEVICE ? 0 : FOLL_WRITE, &page) != 1)
		return -EFAULT;
	dma = dma_map_page(dev, page, 0, PAGE_SIZE, dir);
	if (!dma_mapping_error(dev, dma))
		dma_unmap_page(dev, dma, PAGE_SIZE, dir);
	unpin_user_pages_dirty_lock(&page, 1, dir != DMA_TO_DEVICE);
	return 0;
}

static int by_flag(struct device *dev, unsigned long addr, bool in)
{
	unsigned int flags = FOLL_LONGTERM;
	struct page *page;
	dma_addr_t dma;

	if (in)
		flags |= FOLL_WRITE;
	if (pin_user_pages_fast(addr, 1, flags, &page) != 1)
		return -EFAULT;
	dma = dma_map_page(dev, page, 0, PAGE_SIZE, in ? DMA_FROM_DEVICE : DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, dma))
		dma_unmap_page(dev, dma, PAGE_SIZE, in ? DMA_FROM_DEVICE : DMA_TO_DEVICE);
	unpin_user_pages_dirty_lock(&page, 1, in);
	return 0;
}

static int by_request(unsigned long addr, char *buf, bool write)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, write ? FOLL_WRITE : 0, &page) != 1)
		return -EFAULT;
	if (write) {
		memcpy_to_page(page, 0, buf, 64);
		set_page_dirty_lock(page);
	} else {
		memcpy_from_page(buf, page, 0, 64);
	}
	put_page(page);
	return 0;
}

/* Flags that the caller knows. */
static int callers_flags(unsigned long addr, unsigned int flags, const char *buf)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, flags, &page) != 1)
		return -EFAULT;
	if (flags & FOLL_WRITE)
		memcpy_to_page(page, 0, buf, 64);
	put_page(page);
	return 0;
}

/* Only the page itself is of interest. */
static int which_node(unsigned long addr)
{
	struct page *page;
	int nid;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	nid = page_to_nid(page);
	put_page(page);
	return nid;
}

/* Asked again, now for writing, before anything is written. */
static int upgrade(unsigned long addr, const char *buf)
{
	struct page *page, *better;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	if (get_user_page_fast_only(addr, FOLL_WRITE, &better)) {
		put_page(page);
		memcpy_to_page(better, 0, buf, 64);
		set_page_dirty_lock(better);
		page = better;
	}
	put_page(page);
	return 0;
}

/* Copied out of the user's page into one of the kernel's. */
static int copied_out(unsigned long addr, struct page *own)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	copy_highpage(own, page);
	memcpy(page_address(own), page_address(page), 64);
	put_page(page);
	return 0;
}

/* An address of user space is a number here, and nothing is written to it. */
static int kept_address(unsigned long addr, u32 *slot)
{
	struct page *page;
	void *kaddr;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	kaddr = page_address(page);
	*slot = *(u32 *)kaddr;
	kaddr = slot;
	*(u32 *)kaddr = 0;
	put_page(page);
	return 0;
}
