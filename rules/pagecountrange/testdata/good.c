// SPDX-License-Identifier: MIT
// Numbers that fit.
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/errno.h>

struct region {
	u64 addr;
	u64 size;
	u32 len;
	unsigned long npages;
	struct page **pages;
};

#define MAX_PAGES	256
#define BATCH		16UL

int bounded(struct region *r)
{
	unsigned long nr = r->npages;

	if (nr > INT_MAX)
		return -EINVAL;
	return pin_user_pages_fast(r->addr, nr, FOLL_WRITE, r->pages);
}

int bounded_inverted(struct region *r)
{
	unsigned long nr = r->npages;

	if (nr <= MAX_PAGES)
		return pin_user_pages_fast(r->addr, nr, FOLL_WRITE, r->pages);
	return -E2BIG;
}

int bounded_at_label(struct region *r)
{
	unsigned long count = r->size >> PAGE_SHIFT;
	int err = -EINVAL;

	if (!count || count > MAX_PAGES)
		goto out;
	err = pin_user_pages_fast(r->addr, count, FOLL_WRITE, r->pages);
out:
	return err;
}

static bool too_many(unsigned long nr)
{
	return nr > MAX_PAGES;
}

int bounded_by_helper(struct region *r)
{
	if (too_many(r->npages))
		return -EINVAL;
	return pin_user_pages_fast(r->addr, r->npages, FOLL_WRITE, r->pages);
}

int smaller_of_two(struct region *r)
{
	unsigned long nr = min(r->npages, BATCH);

	return pin_user_pages_fast(r->addr, nr, FOLL_WRITE, r->pages);
}

int smaller_with_type(struct region *r)
{
	return pin_user_pages_fast(r->addr,
				   min_t(unsigned long, r->npages, BATCH),
				   FOLL_WRITE, r->pages);
}

int clamped(struct region *r)
{
	unsigned long nr = r->npages;

	if (nr > MAX_PAGES)
		nr = MAX_PAGES;
	return pin_user_pages_fast(r->addr, nr, FOLL_WRITE, r->pages);
}

int chosen(struct region *r)
{
	unsigned long nr = r->npages < BATCH ? r->npages : BATCH;

	return pin_user_pages_fast(r->addr, nr, FOLL_WRITE, r->pages);
}

/* 64 bits wide, and still small. */
int from_32_bits(struct region *r)
{
	unsigned long nr = (r->len + PAGE_SIZE - 1) >> PAGE_SHIFT;

	return pin_user_pages_fast(r->addr, nr, FOLL_WRITE, r->pages);
}

int from_32_bits_with_offset(unsigned long addr, unsigned int len,
			     struct page **pages)
{
	size_t nr = DIV_ROUND_UP(offset_in_page(addr) + len, PAGE_SIZE);

	return pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
}

int masked(struct region *r)
{
	unsigned long nr = r->npages & 0xff;

	return pin_user_pages_fast(r->addr, nr, FOLL_WRITE, r->pages);
}

int rest_of_division(struct region *r)
{
	return pin_user_pages_fast(r->addr, r->npages % MAX_PAGES, FOLL_WRITE,
				   r->pages);
}

/* The code says itself that it is cut. */
int cast(struct region *r)
{
	int nr = (int)r->npages;

	if (nr <= 0)
		return -EINVAL;
	return pin_user_pages_fast(r->addr, nr, FOLL_WRITE, r->pages);
}

/* Slow entries take any number. */
long slow(struct region *r)
{
	return pin_user_pages_unlocked(r->addr, r->npages, r->pages, FOLL_WRITE);
}

int constant(unsigned long addr, struct page **page)
{
	const unsigned long nr = 1;

	return get_user_pages_fast(addr, nr, FOLL_WRITE, page);
}

int in_batches(struct region *r)
{
	unsigned long done = 0, nr;
	int n;

	while (done < r->npages) {
		nr = min(r->npages - done, BATCH);
		n = pin_user_pages_fast(r->addr + done * PAGE_SIZE, nr,
					FOLL_WRITE, r->pages + done);
		if (n <= 0)
			return n;
		done += n;
	}
	return 0;
}

/* A number without a sign is not negative. */
int of_a_caller(unsigned long addr, unsigned int nr, struct page **pages)
{
	return get_user_pages_fast(addr, nr, FOLL_WRITE, pages);
}

int bounded_by_build(struct region *r)
{
	unsigned long nr = r->npages;

	if (WARN_ON_ONCE(nr > MAX_PAGES))
		return -EINVAL;
	return pin_user_pages_fast(r->addr, nr, FOLL_WRITE, r->pages);
}

/* An array of as many pages was there to be had. */
int allocated(unsigned long addr, unsigned long len)
{
	unsigned long nr = len >> PAGE_SHIFT;
	struct page **pages;
	int n;

	pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (n > 0)
		unpin_user_pages(pages, n);
	kvfree(pages);
	return n;
}

long allocated_and_zeroed(struct region *r, u64 nr)
{
	struct page **pages = kcalloc(nr, sizeof(struct page *), GFP_KERNEL);
	long n = -ENOMEM;

	if (pages)
		n = pin_user_pages_fast(r->addr, nr, FOLL_WRITE | FOLL_LONGTERM, pages);
	r->pages = pages;
	return n;
}

int allocated_for_a_member(struct region *r)
{
	r->pages = kvcalloc(r->npages, sizeof(*r->pages), GFP_KERNEL);
	if (!r->pages)
		return -ENOMEM;
	return pin_user_pages_fast(r->addr, r->npages, FOLL_WRITE, r->pages);
}

/* A helper gets a number that is bounded, or bounds it itself. */
static int hand_on(unsigned long addr, int nr, unsigned int flags,
		   struct page **pages)
{
	return get_user_pages_fast(addr, nr, flags, pages);
}

int bounded_before_the_helper(struct region *r)
{
	if (r->npages > INT_MAX)
		return -EINVAL;
	return hand_on(r->addr, r->npages, FOLL_WRITE, r->pages);
}

static int hand_on_few(unsigned long addr, unsigned long nr, unsigned int flags,
		       struct page **pages)
{
	return get_user_pages_fast(addr, min(nr, 16UL), flags, pages);
}

int bounded_in_the_helper(struct region *r)
{
	return hand_on_few(r->addr, r->npages, FOLL_WRITE, r->pages);
}

static int hand_on_cut(unsigned long addr, unsigned long nr, unsigned int flags,
		       struct page **pages)
{
	return get_user_pages_fast(addr, (int)nr, flags, pages);
}

int cut_on_purpose(struct region *r)
{
	return hand_on_cut(r->addr, r->npages, FOLL_WRITE, r->pages);
}

/* A limit that depends on the architecture, or on the size of something. */
int as_many_as_fit(unsigned long addr, unsigned long nr, struct page **pages)
{
	nr = min_t(unsigned long, nr, PAGE_SIZE / sizeof(*pages));
	return get_user_pages_fast(addr, nr, FOLL_WRITE, pages);
}

int a_page_of_pages(unsigned long addr, unsigned long nr, struct page **pages)
{
	return get_user_pages_fast(addr, min(nr, 1UL << PAGE_SHIFT), FOLL_WRITE, pages);
}
