// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/mailbox/good.c

#include <linux/dma-mapping.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

/* Read only. */
static int reads(unsigned long addr, void *to, void __user *user)
{
	struct page *page;
	void *kaddr;
	int ret = 0;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	kaddr = kmap_local_page(page);
	memcpy(to, kaddr, 64);
	if (copy_to_user(user, kaddr, 64))
		ret = -EFAULT;
	kunmap_local(kaddr);
	put_page(page);
	return ret;
}

static u32 reads_a_word(unsigned long addr)
{
	struct page *page;
	u32 word;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return 0;
	word = *(u32 *)page_address(page);
	put_page(page);
	return word;
}

/* Marked before it goes. */
static int marks(unsigned long addr, const char *buf)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	memcpy_to_page(page, 0, buf, 64);
	set_page_dirty_lock(page);
	unpin_user_page(page);
	return 0;
}

static int marks_with_release(unsigned long addr)
{
	struct page *pages[4];
	int i, n;

	n = pin_user_pages_fast(addr, 4, FOLL_WRITE, pages);
	if (n <= 0)
		return n;
	for (i = 0; i < n; i++)
		memset(page_address(pages[i]), 0, PAGE_SIZE);
	unpin_user_pages_dirty_lock(pages, n, true);
	return 0;
}

/* By a variable that says whether anything was written. */
static int by_variable(unsigned long addr, bool write, void *buf)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, write ? FOLL_WRITE : 0, &page) != 1)
		return -EFAULT;
	if (write)
		memcpy_to_page(page, 0, buf, 64);
	else
		memcpy_from_page(buf, page, 0, 64);
	unpin_user_pages_dirty_lock(&page, 1, write);
	return 0;
}

/* With the lock, and by the folio. */
static int under_lock(unsigned long addr, const char *buf)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	lock_page(page);
	memcpy_to_page(page, 0, buf, 64);
	set_page_dirty(page);
	unlock_page(page);
	put_page(page);
	return 0;
}

static int by_folio(unsigned long addr, const char *buf)
{
	struct folio *folio;
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	folio = page_folio(page);
	folio_lock(folio);
	memcpy_to_page(page, 0, buf, 64);
	folio_mark_dirty(folio);
	folio_unlock(folio);
	folio_put(folio);
	return 0;
}

/* A function of the file does all of it. */
static void copy(struct page *page, void *buf, bool write)
{
	void *kaddr = kmap_local_page(page);

	if (write) {
		memcpy(kaddr, buf, 64);
		set_page_dirty_lock(page);
	} else {
		memcpy(buf, kaddr, 64);
	}
	kunmap_local(kaddr);
}

static int by_helper(unsigned long addr, void *buf, bool write)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, write ? FOLL_WRITE : 0, &page) != 1)
		return -EFAULT;
	copy(page, buf, write);
	put_page(page);
	return 0;
}

static void release_all(struct page **pages, int nr)
{
	while (nr-- > 0) {
		set_page_dirty_lock(pages[nr]);
		put_page(pages[nr]);
	}
}

static int released_by_helper(unsigned long addr)
{
	struct page *pages[4];
	int n;

	n = get_user_pages_fast(addr, 4, FOLL_WRITE, pages);
	if (n <= 0)
		return n;
	memset(page_address(pages[0]), 0, PAGE_SIZE);
	release_all(pages, n);
	return 0;
}

/* The device reads. */
static int to_device(struct device *dev, unsigned long addr)
{
	struct page *page;
	dma_addr_t dma;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	dma = dma_map_page(dev, page, 0, PAGE_SIZE, DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, dma))
		dma_unmap_page(dev, dma, PAGE_SIZE, DMA_TO_DEVICE);
	unpin_user_page(page);
	return 0;
}

static int in_a_direction(struct device *dev, unsigned long addr, bool in)
{
	struct page *page;
	dma_addr_t dma;

	if (pin_user_pages_fast(addr, 1, in ? FOLL_WRITE : 0, &page) != 1)
		return -EFAULT;
	dma = dma_map_page(dev, page, 0, PAGE_SIZE, in ? DMA_FROM_DEVICE : DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, dma))
		dma_unmap_page(dev, dma, PAGE_SIZE, in ? DMA_FROM_DEVICE : DMA_TO_DEVICE);
	if (in)
		set_page_dirty_lock(page);
	unpin_user_page(page);
	return 0;
}

/* Nothing was mapped, so nothing was written. */
static int not_mapped(struct device *dev, unsigned long addr)
{
	struct page *page;
	dma_addr_t dma;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (!access_ok((void __user *)addr, 64)) {
		unpin_user_page(page);
		return -EFAULT;
	}
	dma = dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	if (!dma_mapping_error(dev, dma))
		dma_unmap_page(dev, dma, PAGE_SIZE, DMA_FROM_DEVICE);
	unpin_user_pages_dirty_lock(&page, 1, true);
	return 0;
}

/* The page of the kernel's own is written to, not the user's. */
static int other_page(unsigned long addr, struct page *own)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	memcpy(page_address(own), page_address(page), PAGE_SIZE);
	put_page(page);
	return 0;
}

/* Taken by a helper, and marked. */
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
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}

static int only_looked_at(unsigned long addr, void *buf, size_t len)
{
	struct page *page;

	if (take_one(addr, 0, &page) != 1)
		return -EFAULT;
	memcpy(buf, page_address(page), len);
	put_page(page);
	return 0;
}
