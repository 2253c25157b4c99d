// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/blitter/bad.c

#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

struct blit {
	struct device *dev;
	struct page **pages;
	unsigned int npages;
	dma_addr_t dma;
	struct sg_table sgt;
};

int blit_start(struct blit *b, unsigned long cookie);

/* Fewer pages than asked for count as a failure, and stay pinned. */
static int short_is_failure(unsigned long addr, int nr)
{
	struct page *pages[16];
	int n;

	n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);	// step "taken here"
	if (n != nr)	// step "may have been taken"
		return -EFAULT;	// want "pages that pin_user_pages_fast\\(\\) took are lost here"
	unpin_user_pages(pages, n);
	return 0;
}

static int short_is_failure_goto(unsigned long addr, unsigned long nr)
{
	struct page **pages;
	int ret = 0, got;

	pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	got = get_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got < nr) {
		ret = -EFAULT;
		goto free;
	}
	for (int i = 0; i < got; i++)
		put_page(pages[i]);
free:
	kvfree(pages);
	return ret;	// want "get_user_pages_fast\\(\\) took are lost"
}

/* A later step fails. */
static int later_step(struct blit *b, unsigned long addr)
{
	struct page *page;
	int ret;

	ret = pin_user_pages_fast(addr, 1, FOLL_WRITE, &page);
	if (ret != 1)
		return ret < 0 ? ret : -EFAULT;
	ret = blit_start(b, addr);
	if (ret)
		return ret;	// want "took are lost"
	unpin_user_page(page);
	return 0;
}

/* The header is checked between the pin and the release. */
static int check_after_pin(unsigned long addr, void __user *arg)
{
	struct page *page;
	int header;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	if (copy_from_user(&header, arg, sizeof(header)))
		return -EFAULT;	// want "took are lost"
	put_page(page);
	return header;
}

/* Nobody releases anything at all. */
static int never(unsigned long addr)
{
	struct page *page;

	return get_user_pages_fast(addr, 1, 0, &page) == 1;	// want "took are lost"
}

static void never_void(unsigned long addr, void *to)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) == 1)
		memcpy_from_page(to, page, 0, 64);
}	// want "took are lost"

/* The second array fails, and the first is forgotten. */
static int second_array(unsigned long src, unsigned long dst)
{
	struct page *from[4], *to[4];
	int n, m, ret = 0;

	n = pin_user_pages_fast(src, 4, 0, from);
	if (n < 0)
		return n;
	m = pin_user_pages_fast(dst, 4, FOLL_WRITE, to);
	if (m < 0)
		return m;	// want "took are lost"
	if (n != 4 || m != 4)
		ret = -EFAULT;
	unpin_user_pages(to, m);
	unpin_user_pages(from, n);
	return ret;
}

/* With mmap_lock, by the slow way. */
static long locked_way(unsigned long addr, unsigned long nr)
{
	struct page *pages[32];
	long n;

	mmap_read_lock(current->mm);
	n = pin_user_pages(addr, nr, FOLL_WRITE, pages);
	mmap_read_unlock(current->mm);
	if (n < 0)
		return n;
	if (n < (long)nr)
		return -EAGAIN;	// want "pin_user_pages\\(\\) took are lost"
	unpin_user_pages_dirty_lock(pages, n, true);
	return 0;
}

/* Into a local structure. */
struct page_set {
	struct page *pages[8];
	int n;
};

static int local_structure(unsigned long addr)
{
	struct page_set set;

	set.n = get_user_pages_fast(addr, 8, 0, set.pages);
	if (set.n < 8)
		return -EFAULT;	// want "took are lost"
	release_pages(set.pages, set.n);
	return 0;
}

/* One page a time, and the loop gives up halfway with one in its hand. */
static int page_by_page(unsigned long addr, int nr, void *buf)
{
	struct page *page;
	int i;

	for (i = 0; i < nr; i++) {
		if (get_user_pages_fast(addr + i * PAGE_SIZE, 1, 0, &page) != 1)
			return -EFAULT;
		if (PageReserved(page))
			return -EINVAL;	// want "took are lost"
		memcpy_from_page(buf, page, 0, PAGE_SIZE);
		put_page(page);
	}
	return 0;
}

/* A function of the file looks at the pages, and does not release them. */
static int sum(struct page **pages, int nr)
{
	int i, total = 0;

	for (i = 0; i < nr; i++)
		total += page_to_nid(pages[i]);
	return total;
}

static int looked_at(unsigned long addr)
{
	struct page *pages[4];
	int n;

	n = get_user_pages_fast(addr, 4, 0, pages);
	if (n <= 0)
		return -EFAULT;
	return sum(pages, n);	// want "took are lost"
}

/* A helper of the file releases, but not on every way out. */
static void drop(struct page **pages, int nr)
{
	while (nr--)
		put_page(pages[nr]);
}

static int helper_not_everywhere(struct blit *b, unsigned long addr)
{
	struct page *pages[4];
	int n, ret;

	n = get_user_pages_fast(addr, 4, FOLL_WRITE, pages);
	if (n < 4) {
		if (n > 0)
			drop(pages, n);
		return -EFAULT;
	}
	ret = blit_start(b, addr);
	if (ret < 0)
		return ret;	// want "took are lost"
	drop(pages, n);
	return 0;
}

/* An error pointer: a page in hand where it is none. */
static int by_pointer(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	struct page *page;

	mmap_read_lock(mm);
	page = get_user_page_vma_remote(mm, addr, 0, &vma);
	mmap_read_unlock(mm);
	if (IS_ERR(page))
		return PTR_ERR(page);
	if (PageReserved(page))
		return -EINVAL;	// want "get_user_page_vma_remote\\(\\) took are lost"
	put_page(page);
	return 0;
}

static int dump_page(unsigned long addr)
{
	struct page *page = get_dump_page(addr);

	if (!page)
		return 0;
	if (PageReserved(page))
		return -EINVAL;	// want "get_dump_page\\(\\) took are lost"
	put_page(page);
	return 1;
}

/* In an array that is only let go of. */
static int freed_array(unsigned long addr, int nr)
{
	struct page **pages __free(kvfree) = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);
	int n;

	if (!pages)
		return -ENOMEM;
	n = pin_user_pages_fast(addr, nr, 0, pages);
	if (n != nr)
		return -EFAULT;	// want "took are lost"
	unpin_user_pages(pages, nr);
	return 0;
}

/* The array of a structure is freed with the pins in it. */
static int freed_member(struct blit *b, unsigned long addr, int nr)
{
	int n;

	b->pages = kvmalloc_array(nr, sizeof(*b->pages), GFP_KERNEL);
	if (!b->pages)
		return -ENOMEM;
	n = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, b->pages);
	if (n < nr) {
		kvfree(b->pages);
		b->pages = NULL;
		return n < 0 ? n : -EFAULT;	// want "took are lost"
	}
	b->npages = nr;
	return 0;
}

/* A page at a time into an array: those before the one that fails are lost. */
static int one_by_one(unsigned long addr, struct blit *b)
{
	struct page *pages[8];
	int i, ret;

	for (i = 0; i < 8; i++) {
		ret = pin_user_pages_fast(addr + i * PAGE_SIZE, 1, FOLL_WRITE, &pages[i]);
		if (ret != 1)
			return ret < 0 ? ret : -EFAULT;	// want "took are lost"
	}
	ret = blit_start(b, addr);
	for (i = 0; i < 8; i++)
		unpin_user_page(pages[i]);
	return ret;
}

/* As many as there are, until there are none: those are lost. */
static int in_steps(unsigned long addr, unsigned long nr)
{
	struct page **pages;
	unsigned long done = 0;
	int n, ret = 0;

	pages = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	while (done < nr) {
		n = pin_user_pages_fast(addr + done * PAGE_SIZE, nr - done, 0, pages + done);
		if (n <= 0) {
			ret = n ? n : -EFAULT;
			goto out;
		}
		done += n;
	}
	unpin_user_pages(pages, done);
out:
	kvfree(pages);
	return ret;	// want "took are lost"
}

/* A helper takes the pages into the caller's array. */
static int take(unsigned long addr, int nr, struct page **pages)
{
	int n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);

	return n < 0 ? n : n == nr ? 0 : -EFAULT;
}

static int taken_by_helper(struct blit *b, unsigned long addr)
{
	struct page *pages[4];
	int ret;

	ret = take(addr, 4, pages);
	if (ret)
		return ret;	// want "took are lost"
	ret = blit_start(b, addr);
	if (ret)
		return ret;	// want "took are lost"
	unpin_user_pages(pages, 4);
	return 0;
}

/* The device does not get its mapping. */
static int mapping_fails(struct blit *b, unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	b->dma = dma_map_page(b->dev, page, 0, PAGE_SIZE, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, b->dma))
		return -EIO;	// want "took are lost"
	dma_unmap_page(b->dev, b->dma, PAGE_SIZE, DMA_TO_DEVICE);
	unpin_user_page(page);
	return 0;
}

/* The table that takes the pages over is not made. */
static int table_fails(struct blit *b, unsigned long addr, int nr)
{
	struct page **pages;
	int n, ret;

	pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	n = pin_user_pages_fast(addr, nr, FOLL_LONGTERM, pages);
	if (n != nr) {
		if (n > 0)
			unpin_user_pages(pages, n);
		ret = n < 0 ? n : -EFAULT;
		goto free;
	}
	ret = sg_alloc_table_from_pages(&b->sgt, pages, n, 0, n * PAGE_SIZE, GFP_KERNEL);
free:
	kvfree(pages);
	return ret;	// want "took are lost"
}

/* The page in hand is not among those that are counted. */
static int not_counted(struct blit *b, unsigned long addr, unsigned int nr)
{
	int ret = 0;
	unsigned int i;

	b->pages = kvcalloc(nr, sizeof(*b->pages), GFP_KERNEL);
	if (!b->pages)
		return -ENOMEM;
	b->npages = 0;
	do {
		i = b->npages;
		ret = get_user_pages_unlocked(addr + i * PAGE_SIZE, 1, b->pages + i, FOLL_WRITE);
		if (ret < 0)
			goto put;
		if (PageReserved(b->pages[i])) {
			ret = -EINVAL;
			goto put;
		}
		b->npages++;
	} while (b->npages < nr);
	return 0;
put:
	for (i = 0; i < b->npages; i++)
		put_page(b->pages[i]);
	kvfree(b->pages);
	return ret;	// want "took are lost"
}

/* The array comes from one of two allocators. */
int two_allocators(unsigned long addr, unsigned long nr, size_t size)
{
	struct page **pages;
	long n;

	if (size > PAGE_SIZE)
		pages = vmalloc(size);
	else
		pages = kmalloc(size, GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	n = pin_user_pages_unlocked(addr, nr, pages, FOLL_WRITE);
	kvfree(pages);
	return n == nr ? 0 : -EFAULT; // want "lost here"
}

/* What the page holds is handed on, not the page. */
int handed_content(unsigned long addr, unsigned long *word)
{
	struct page *page;
	void *kaddr;

	if (get_user_pages_unlocked(addr, 1, &page, 0) != 1)
		return -EFAULT;
	kaddr = kmap_local_page(page);
	*word = *(unsigned long *)(kaddr + addr % PAGE_SIZE);
	kunmap_local(kaddr);
	return 0; // want "lost here"
}

int set_a_bit(unsigned long addr, int bit)
{
	struct page *page;
	void *kaddr;

	if (pin_user_pages_unlocked(addr, 1, &page, FOLL_WRITE) != 1)
		return -EFAULT;
	kaddr = kmap_local_page(page);
	set_bit(bit, kaddr);
	kunmap_local(kaddr);
	return 0; // want "lost here"
}
