// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/mailbox/bad.c

#include <linux/dma-mapping.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

struct reply {
	u32 id;
	u32 status;
};

/* Written through a mapping. */
static int through_kmap(unsigned long addr, const void *buf, size_t len)
{
	struct page *page;
	void *kaddr;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	kaddr = kmap_local_page(page);
	memcpy(kaddr + offset_in_page(addr), buf, len);	// step "written to here"
	kunmap_local(kaddr);
	unpin_user_page(page);	// want "unpin_user_page\\(\\) gives back a page that was written to and not marked dirty"
	return 0;
}

static int through_struct(unsigned long addr)
{
	struct reply *reply;
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	reply = page_address(page);
	reply->id = 1;
	reply->status |= 4;
	put_page(page);	// want "put_page\\(\\) gives back a page that was written to"
	return 0;
}

static int by_helper_of_the_kernel(unsigned long addr, const char *buf)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	memcpy_to_page(page, 0, buf, 64);
	put_page(page);	// want "not marked dirty"
	return 0;
}

static int from_user(unsigned long addr, const void __user *from)
{
	struct page *page;
	int ret = 0;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (copy_from_user(page_address(page), from, 64))
		ret = -EFAULT;
	put_page(page);	// want "not marked dirty"
	return ret;
}

/* All pages of an array; the dirty argument says no. */
static int bulk(unsigned long addr)
{
	struct page *pages[4];
	int i, n;

	n = pin_user_pages_fast(addr, 4, FOLL_WRITE, pages);
	for (i = 0; i < n; i++)
		memset(page_address(pages[i]), 0, PAGE_SIZE);
	if (n > 0)
		unpin_user_pages_dirty_lock(pages, n, false);	// want "not marked dirty"
	return n;
}

/* Marked on one of two ways. */
static int on_one_way(unsigned long addr, const char *buf, bool sync)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	memcpy_to_page(page, 0, buf, 64);
	if (sync) {
		set_page_dirty_lock(page);
		put_page(page);
		return 0;
	}
	put_page(page);	// want "not marked dirty"
	return 0;
}

/* A function of the file writes. */
static void fill(struct page *page, int c)
{
	void *kaddr = kmap_local_page(page);

	memset(kaddr, c, PAGE_SIZE);
	kunmap_local(kaddr);
}

static int written_by_helper(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	fill(page, 0xff);	// step "written to here"
	put_page(page);	// want "not marked dirty"
	return 0;
}

static void done(struct page *page)
{
	put_page(page);
}

static int released_by_helper(unsigned long addr, const char *buf)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	memcpy_to_page(page, 0, buf, 64);
	done(page);	// want "not marked dirty"
	return 0;
}

/* A device writes. */
static int by_device(struct device *dev, unsigned long addr)
{
	struct page *page;
	dma_addr_t dma;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	dma = dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, dma)) {
		unpin_user_page(page);
		return -EIO;
	}
	dma_unmap_page(dev, dma, PAGE_SIZE, DMA_FROM_DEVICE);
	unpin_user_page(page);	// want "not marked dirty"
	return 0;
}

static int table_of_device(struct device *dev, unsigned long addr)
{
	struct page *pages[8];
	struct sg_table sgt;
	int ret;

	if (pin_user_pages_fast(addr, 8, FOLL_WRITE, pages) != 8)
		return -EFAULT;
	ret = sg_alloc_table_from_pages(&sgt, pages, 8, 0, 8 * PAGE_SIZE, GFP_KERNEL);
	if (!ret) {
		ret = dma_map_sgtable(dev, &sgt, DMA_BIDIRECTIONAL, 0);
		if (!ret)
			dma_unmap_sgtable(dev, &sgt, DMA_BIDIRECTIONAL, 0);
		sg_free_table(&sgt);
	}
	unpin_user_pages(pages, 8);	// want "not marked dirty"
	return ret;
}

/* Taken by a helper for a variable of its caller's. */
static long take_one(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, flags);
}

static int taken_by_helper(unsigned long addr, const void *buf, size_t len)
{
	struct page *page;

	if (take_one(addr, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	memcpy(page_address(page), buf, len);
	put_page(page);	// want "not marked dirty"
	return 0;
}

/* By one that always writes, and tells of errors alone. */
static int take_to_write(unsigned long addr, struct page **pages, int nr)
{
	int n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);

	if (n == nr)
		return 0;
	if (n > 0)
		unpin_user_pages(pages, n);
	return n < 0 ? n : -EFAULT;
}

static int taken_to_write(unsigned long addr)
{
	struct page *pages[2];
	int ret = take_to_write(addr, pages, 2);

	if (ret)
		return ret;
	memset(page_address(pages[0]), 0, PAGE_SIZE);
	unpin_user_pages(pages, 2);	// want "not marked dirty"
	return 0;
}
