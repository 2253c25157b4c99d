// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/mailbox/write.c

#include <linux/dma-mapping.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

static int copies(unsigned long addr, const void *buf, size_t len)
{
	struct page *page;
	void *kaddr;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)	// step "taken here"
		return -EFAULT;
	kaddr = kmap_local_page(page);
	memcpy(kaddr + offset_in_page(addr), buf, len);	// want "written to a page that get_user_pages_fast\\(\\) took without FOLL_WRITE"
	kunmap_local(kaddr);
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}

static int by_name(unsigned long addr, const char *buf)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	memcpy_to_page(page, 0, buf, 64);	// want "pin_user_pages_fast\\(\\) took without FOLL_WRITE"
	unpin_user_pages_dirty_lock(&page, 1, true);
	return 0;
}

static int word(unsigned long addr)
{
	struct page *page;
	u32 *word;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	word = page_address(page);
	word[2] = 1;	// want "without FOLL_WRITE"
	*word |= 1;	// want "without FOLL_WRITE"
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}

static int from_user(unsigned long addr, const void __user *from)
{
	struct page *pages[2];
	int i, n, ret = 0;

	n = pin_user_pages_fast(addr, 2, 0, pages);
	for (i = 0; i < n; i++) {
		if (copy_from_user(page_address(pages[i]), from, 64))	// want "without FOLL_WRITE"
			ret = -EFAULT;
	}
	if (n > 0)
		unpin_user_pages_dirty_lock(pages, n, true);
	return ret;
}

static long slow(struct mm_struct *mm, unsigned long addr)
{
	struct page *page;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_FORCE, &page, NULL);
	mmap_read_unlock(mm);
	if (n != 1)
		return n;
	memset(page_address(page), 0, PAGE_SIZE);	// want "get_user_pages_remote\\(\\) took without FOLL_WRITE"
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}

/* A function of the file writes. */
static void fill(struct page *page, int c)
{
	void *kaddr = kmap_local_page(page);

	memset(kaddr, c, PAGE_SIZE);	// step "written to here"
	kunmap_local(kaddr);
}

static int by_helper(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	fill(page, 0);	// want "without FOLL_WRITE"
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}

/* A device writes. */
static int by_device(struct device *dev, unsigned long addr)
{
	struct page *page;
	dma_addr_t dma;
	int ret = 0;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	dma = dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);	// want "a device may write to a page that pin_user_pages_fast\\(\\) took without FOLL_WRITE"
	if (dma_mapping_error(dev, dma))
		ret = -EIO;
	else
		dma_unmap_page(dev, dma, PAGE_SIZE, DMA_FROM_DEVICE);
	unpin_user_pages_dirty_lock(&page, 1, true);
	return ret;
}

static int by_table(struct device *dev, unsigned long addr)
{
	struct page *pages[8];
	struct sg_table sgt;
	int n, ret;

	n = pin_user_pages_fast(addr, 8, 0, pages);
	if (n <= 0)
		return -EFAULT;
	ret = sg_alloc_table_from_pages(&sgt, pages, n, 0, n * PAGE_SIZE, GFP_KERNEL);
	if (!ret) {
		ret = dma_map_sgtable(dev, &sgt, DMA_BIDIRECTIONAL, 0);	// want "a device may write to a page"
		if (!ret)
			dma_unmap_sgtable(dev, &sgt, DMA_BIDIRECTIONAL, 0);
		sg_free_table(&sgt);
	}
	unpin_user_pages_dirty_lock(pages, n, true);
	return ret;
}

/* The direction taken the wrong way round. */
static int wrong_way(struct device *dev, unsigned long addr, bool in)
{
	struct page *page;
	dma_addr_t dma;

	if (pin_user_pages_fast(addr, 1, in ? 0 : FOLL_WRITE, &page) != 1)
		return -EFAULT;
	dma = dma_map_page(dev, page, 0, PAGE_SIZE, in ? DMA_FROM_DEVICE : DMA_TO_DEVICE);	// want "a device may write to a page"
	if (!dma_mapping_error(dev, dma))
		dma_unmap_page(dev, dma, PAGE_SIZE, in ? DMA_FROM_DEVICE : DMA_TO_DEVICE);
	unpin_user_pages_dirty_lock(&page, 1, in);
	return 0;
}

static int wrong_test(unsigned long addr, char *buf, bool write)
{
	unsigned int flags = 0;
	struct page *page;

	if (!write)
		flags |= FOLL_WRITE;
	if (get_user_pages_fast(addr, 1, flags, &page) != 1)
		return -EFAULT;
	if (write)
		memcpy_to_page(page, 0, buf, 64);	// want "without FOLL_WRITE"
	else
		memcpy_from_page(buf, page, 0, 64);
	put_page(page);
	return 0;
}

/* The flag and the write have to do with different things. */
static int different_things(unsigned long addr, char *buf, bool keep, bool write)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, keep ? FOLL_WRITE : 0, &page) != 1)
		return -EFAULT;
	if (write)
		memcpy_to_page(page, 0, buf, 64);	// strict "without FOLL_WRITE"
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}
