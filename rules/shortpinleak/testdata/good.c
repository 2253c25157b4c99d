// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/blitter/good.c

#include <linux/dma-mapping.h>
#include <linux/highmem.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

struct seg {
	struct page *page;
	unsigned int len;
};

struct blit {
	struct list_head node;
	struct device *dev;
	struct page **pages;
	unsigned int npages;
	dma_addr_t dma;
	struct sg_table sgt;
	struct seg segs[16];
};

static LIST_HEAD(blits);

int blit_start(struct blit *b, unsigned long cookie);
int blit_submit(struct blit *b, struct page **pages, int nr);

/* What is too few is given back, and nothing is if there is none. */
static int gives_back(unsigned long addr, int nr)
{
	struct page *pages[16];
	int n;

	n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (n != nr) {
		if (n > 0)
			unpin_user_pages(pages, n);
		return n < 0 ? n : -EFAULT;
	}
	unpin_user_pages_dirty_lock(pages, n, true);
	return 0;
}

/* One page is all or nothing. */
static int one_page(unsigned long addr)
{
	struct page *page;
	int ret;

	ret = get_user_pages_fast(addr, 1, 0, &page);
	if (ret < 0)
		return ret;
	if (!ret)
		return -EFAULT;
	put_page(page);
	return 0;
}

/* The same in a loop over the pages, on a common way out. */
static int common_way_out(struct blit *b, unsigned long addr, int nr)
{
	struct page **pages;
	int i, got = 0, ret = 0;

	pages = kcalloc(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages) {
		ret = -ENOMEM;
		goto out;
	}
	got = get_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got < nr) {
		ret = got < 0 ? got : -EFAULT;
		goto out;
	}
	ret = blit_start(b, addr);
out:
	for (i = 0; i < got; i++)
		put_page(pages[i]);
	kfree(pages);
	return ret;
}

/* Kept in a structure, with the number, and released later. */
static int kept(struct blit *b, unsigned long addr, unsigned int nr)
{
	int n, ret;

	b->pages = kvcalloc(nr, sizeof(*b->pages), GFP_KERNEL);
	if (!b->pages)
		return -ENOMEM;
	n = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, b->pages);
	if (n <= 0) {
		ret = n ? n : -EFAULT;
		goto free;
	}
	b->npages = n;
	if (b->npages != nr) {
		ret = -ENOMEM;
		goto unpin;
	}
	return 0;
unpin:
	unpin_user_pages(b->pages, b->npages);
	b->npages = 0;
free:
	kvfree(b->pages);
	b->pages = NULL;
	return ret;
}

/* A new object that is handed to the caller, with all that it holds. */
static struct blit *new_object(unsigned long addr, unsigned int nr)
{
	struct blit *b;
	int n;

	b = kzalloc(sizeof(*b), GFP_KERNEL);
	if (!b)
		return ERR_PTR(-ENOMEM);
	b->pages = kvmalloc_array(nr, sizeof(*b->pages), GFP_KERNEL);
	if (!b->pages) {
		n = -ENOMEM;
		goto free;
	}
	n = pin_user_pages_fast(addr, nr, FOLL_LONGTERM, b->pages);
	if (n < (int)nr) {
		if (n > 0)
			unpin_user_pages(b->pages, n);
		n = -EFAULT;
		goto free;
	}
	b->npages = nr;
	return b;
free:
	kvfree(b->pages);
	kfree(b);
	return ERR_PTR(n);
}

/* Put in a list, where others find it. */
static int in_a_list(unsigned long addr)
{
	struct blit *b = kzalloc(sizeof(*b), GFP_KERNEL);

	if (!b)
		return -ENOMEM;
	if (get_user_pages_fast(addr, 1, 0, &b->segs[0].page) != 1) {
		kfree(b);
		return -EFAULT;
	}
	list_add_tail(&b->node, &blits);
	return 0;
}

/* The pages go where the segments are, one by one. */
static int into_segments(struct blit *b, unsigned long addr)
{
	struct page *pages[16];
	int i, n;

	n = pin_user_pages_fast(addr, 16, FOLL_LONGTERM, pages);
	if (n < 0)
		return n;
	for (i = 0; i < n; i++) {
		b->segs[i].page = pages[i];
		b->segs[i].len = PAGE_SIZE;
	}
	b->npages = n;
	return n;
}

/* The table takes them over, and the array goes. */
static int into_table(struct blit *b, unsigned long addr, int nr)
{
	struct page **pages;
	int n, ret;

	pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	n = pin_user_pages_fast(addr, nr, FOLL_LONGTERM, pages);
	if (n != nr) {
		ret = n < 0 ? n : -EFAULT;
		goto unpin;
	}
	ret = sg_alloc_table_from_pages(&b->sgt, pages, n, 0, n * PAGE_SIZE, GFP_KERNEL);
	if (ret)
		goto unpin;
	kvfree(pages);
	return 0;
unpin:
	if (n > 0)
		unpin_user_pages(pages, n);
	kvfree(pages);
	return ret;
}

/* Whoever the pages are given to has them now. */
static int given_away(struct blit *b, unsigned long addr)
{
	struct page *pages[4];
	int n;

	n = get_user_pages_fast(addr, 4, FOLL_WRITE, pages);
	if (n <= 0)
		return -EFAULT;
	return blit_submit(b, pages, n);
}

static int given_in_a_structure(struct blit *b, unsigned long addr)
{
	struct page **pages = kcalloc(4, sizeof(*pages), GFP_KERNEL);
	struct blit args = { .pages = pages };
	int n;

	if (!pages)
		return -ENOMEM;
	n = get_user_pages_fast(addr, 4, FOLL_WRITE, pages);
	if (n <= 0) {
		kfree(pages);
		return -EFAULT;
	}
	args.npages = n;
	return blit_start(&args, addr);
}

/* Into the caller's array: they are the caller's. */
static long for_the_caller(unsigned long addr, unsigned long nr, struct page **pages)
{
	long n;

	mmap_read_lock(current->mm);
	n = pin_user_pages(addr, nr, FOLL_WRITE, pages);
	mmap_read_unlock(current->mm);
	return n;
}

/* A helper releases; what it is given is all there is. */
static void drop(struct page **pages, int nr, bool dirty)
{
	int i;

	for (i = 0; i < nr; i++) {
		if (dirty)
			set_page_dirty_lock(pages[i]);
		put_page(pages[i]);
	}
}

static int by_helper(struct blit *b, unsigned long addr)
{
	struct page *pages[4];
	int n, ret = -EFAULT;

	n = get_user_pages_fast(addr, 4, FOLL_WRITE, pages);
	if (n == 4)
		ret = blit_start(b, addr);
	if (n > 0)
		drop(pages, n, !ret);
	return ret;
}

/* A helper that releases all of an object. */
static void blit_free(struct blit *b)
{
	if (!b)
		return;
	unpin_user_pages(b->pages, b->npages);
	kvfree(b->pages);
	kfree(b);
}

static int by_helper_of_object(unsigned long addr)
{
	struct blit *b = kzalloc(sizeof(*b), GFP_KERNEL);
	int n, ret;

	if (!b)
		return -ENOMEM;
	b->pages = kvcalloc(8, sizeof(*b->pages), GFP_KERNEL);
	if (!b->pages) {
		kfree(b);
		return -ENOMEM;
	}
	n = pin_user_pages_fast(addr, 8, FOLL_WRITE, b->pages);
	if (n < 0) {
		kvfree(b->pages);
		kfree(b);
		return n;
	}
	b->npages = n;
	ret = n == 8 ? blit_start(b, addr) : -EFAULT;
	blit_free(b);
	return ret;
}

/* A page at a time; whoever fails gives back what came before. */
static int one_by_one(unsigned long addr, struct blit *b)
{
	struct page *pages[8];
	int i, ret = 0;

	for (i = 0; i < 8; i++) {
		ret = pin_user_pages_fast(addr + i * PAGE_SIZE, 1, FOLL_WRITE, &pages[i]);
		if (ret != 1) {
			ret = ret < 0 ? ret : -EFAULT;
			goto undo;
		}
	}
	ret = blit_start(b, addr);
undo:
	while (--i >= 0)
		unpin_user_page(pages[i]);
	return ret;
}

static int one_by_one_in_bulk(unsigned long addr, struct page **kept)
{
	struct page *pages[8];
	int i, ret;

	for (i = 0; i < 8; i++) {
		ret = pin_user_pages_fast(addr + i * PAGE_SIZE, 1, FOLL_WRITE, pages + i);
		if (ret != 1) {
			if (i)
				unpin_user_pages(pages, i);
			return ret < 0 ? ret : -EFAULT;
		}
	}
	for (i = 0; i < 8; i++)
		kept[i] = pages[i];
	return 0;
}

/* One page variable, its content copied to an array. */
static int collected(unsigned long addr)
{
	struct page *all[8], *page;
	int i, ret = 0;

	for (i = 0; i < 8; i++) {
		if (get_user_pages_fast(addr + i * PAGE_SIZE, 1, 0, &page) != 1) {
			ret = -EFAULT;
			break;
		}
		all[i] = page;
	}
	while (i > 0)
		put_page(all[--i]);
	return ret;
}

/* In steps, as far as it goes. */
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
			break;
		}
		done += n;
	}
	if (done)
		unpin_user_pages(pages, done);
	kvfree(pages);
	return ret;
}

/* A window of pages at a time, each given back before the next. */
static int window(unsigned long addr, int nr, char *to)
{
	struct page *pages[4];
	int i, n;

	while (nr > 0) {
		n = get_user_pages_fast(addr, nr < 4 ? nr : 4, 0, pages);
		if (n <= 0)
			return n ? n : -EFAULT;
		for (i = 0; i < n; i++) {
			memcpy_from_page(to, pages[i], 0, PAGE_SIZE);
			to += PAGE_SIZE;
			put_page(pages[i]);
		}
		addr += n * PAGE_SIZE;
		nr -= n;
	}
	return 0;
}

/* Returned, or given back. */
static struct page *returned(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return NULL;
	if (PageReserved(page)) {
		put_page(page);
		page = NULL;
	}
	return page;
}

static int to_the_caller(unsigned long addr, struct page **out)
{
	struct page *page;
	int ret;

	ret = get_user_pages_fast(addr, 1, 0, &page);
	if (ret == 1)
		*out = page;
	return ret == 1 ? 0 : -EFAULT;
}

/* By its folio. */
static int by_folio(unsigned long addr)
{
	struct folio *folio;
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	folio = page_folio(page);
	folio_put(folio);
	return 0;
}

/* Two kinds, told apart by a flag, as a test of the family does. */
static int two_kinds(unsigned long addr, int nr, bool pin)
{
	struct page *pages[8];
	int i, n;

	n = pin ? pin_user_pages_fast(addr, nr, 0, pages) : get_user_pages_fast(addr, nr, 0, pages);
	if (n <= 0)
		return n;
	if (pin)
		unpin_user_pages(pages, n);
	else
		for (i = 0; i < n; i++)
			put_page(pages[i]);
	return n;
}

/* No pages were asked for. */
static long fault_in(struct mm_struct *mm, unsigned long addr)
{
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, NULL, NULL);
	mmap_read_unlock(mm);
	return n;
}

/* Error pointers and NULL stand for no page. */
static int by_pointer(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	struct page *page;

	mmap_read_lock(mm);
	page = get_user_page_vma_remote(mm, addr, 0, &vma);
	mmap_read_unlock(mm);
	if (IS_ERR(page))
		return PTR_ERR(page);
	put_page(page);
	page = get_dump_page(addr);
	if (!page)
		return 0;
	put_page(page);
	return 1;
}

/* Freed by the scope, after the pages went. */
static int scoped(unsigned long addr, int nr)
{
	struct page **pages __free(kvfree) = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);
	int n;

	if (!pages)
		return -ENOMEM;
	n = pin_user_pages_fast(addr, nr, 0, pages);
	if (n < 0)
		return n;
	unpin_user_pages(pages, n);
	return n == nr ? 0 : -EFAULT;
}

/* The way is chosen before, and the pages are there on one of them alone. */
static int by_kind(struct blit *b, unsigned long addr, int kind)
{
	struct page *page = NULL;
	int ret = 0;

	switch (kind) {
	case 0:
		if (get_user_pages_fast(addr, 1, 0, &page) != 1)
			return -EFAULT;
		break;
	case 1:
		break;
	default:
		return -EINVAL;
	}
	ret = blit_start(b, addr);
	if (page)
		put_page(page);
	return ret;
}

/* A helper takes pages into the caller's array, which gives them back. */
static int take(unsigned long addr, int nr, struct page **pages)
{
	int n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);

	if (n == nr)
		return 0;
	if (n > 0)
		unpin_user_pages(pages, n);
	return n < 0 ? n : -EFAULT;
}

static int taken_by_helper(struct blit *b, unsigned long addr)
{
	struct page *pages[4];
	int ret;

	ret = take(addr, 4, pages);
	if (ret)
		return ret;
	ret = blit_start(b, addr);
	unpin_user_pages(pages, 4);
	return ret;
}

/* A helper returns the page that it took. */
static struct page *take_and_return(unsigned long addr, unsigned int flags)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, flags, &page) != 1)
		return NULL;
	return page;
}

static int returned_by_helper(struct blit *b, unsigned long addr)
{
	struct page *page = take_and_return(addr, FOLL_WRITE);
	int ret;

	if (!page)
		return -EFAULT;
	ret = blit_start(b, addr);
	put_page(page);
	return ret;
}
