// SPDX-License-Identifier: MIT
// Numbers of pages that an entry cannot take.
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/errno.h>

struct region {
	u64 addr;
	u64 size;
	unsigned long npages;
	struct page **pages;
};

/* The result of a call that failed, taken for a number. */
int all_that_are_left(unsigned long addr, struct page **pages)
{
	int nr = -1;

	return get_user_pages_fast(addr, nr, FOLL_WRITE, pages); // want "the number of pages for get_user_pages_fast.. is negative"
}

#define ALL_PAGES	(-1)

int all_of_them(unsigned long addr, struct page **pages)
{
	return pin_user_pages_fast(addr, ALL_PAGES, FOLL_WRITE, pages); // want "the number of pages for pin_user_pages_fast.. is negative"
}

/* Negative where an error passes for a number. */
int count_pages(unsigned long addr);

int error_as_number(unsigned long addr, struct page **pages)
{
	int nr = count_pages(addr);

	if (nr < 0)
		return get_user_pages_fast(addr, nr, 0, pages); // want "is negative"
	return 0;
}

/* A 64-bit number from user space. */
int cut_to_int(struct region *r)
{
	unsigned long nr = r->size >> PAGE_SHIFT;

	return pin_user_pages_fast(r->addr, nr, FOLL_WRITE, r->pages); // want "a 64-bit number of pages is cut to the int of pin_user_pages_fast"
}

int cut_from_a_member(struct region *r)
{
	return pin_user_pages_fast(r->addr, r->npages, FOLL_WRITE, r->pages); // want "is cut to the int"
}

int cut_size_t(unsigned long addr, size_t len, struct page **pages)
{
	size_t nr = DIV_ROUND_UP(len, PAGE_SIZE);

	if (!nr)
		return -EINVAL;
	return get_user_pages_fast(addr, nr, 0, pages); // want "is cut to the int"
}

/* Bounded, and then not any more. */
int bounded_too_early(struct region *r)
{
	unsigned long nr = r->npages;

	if (nr > INT_MAX)
		return -EINVAL;
	nr = r->size >> PAGE_SHIFT;
	return pin_user_pages_fast(r->addr, nr, FOLL_WRITE, r->pages); // want "is cut to the int"
}

/* A bound on another number. */
int wrong_bound(struct region *r, unsigned long nr)
{
	if (r->npages > INT_MAX)
		return -EINVAL;
	return pin_user_pages_fast(r->addr, nr, FOLL_WRITE, r->pages); // want "is cut to the int"
}

/* A bound that is too high. */
int bound_too_high(struct region *r)
{
	unsigned long nr = r->npages;

	if (nr > U32_MAX)
		return -EINVAL;
	return pin_user_pages_fast(r->addr, nr, FOLL_WRITE, r->pages); // want "is cut to the int"
}

/* The larger of two is bounded by neither. */
int larger_of_two(struct region *r)
{
	unsigned long nr = max(r->npages, 16UL);

	return pin_user_pages_fast(r->addr, nr, FOLL_WRITE, r->pages); // want "is cut to the int"
}

/* What a caller gives to a helper. */
static int grab(unsigned long addr, int nr, unsigned int flags,
		struct page **pages)
{
	return get_user_pages_fast(addr, nr, flags, pages);
}

int negative_through_helper(unsigned long addr, struct page **pages)
{
	return grab(addr, -1, FOLL_WRITE, pages); // want "is negative"
}

/* The allocation is of another number. */
int allocated_less(unsigned long addr, unsigned long len, unsigned long max)
{
	struct page **pages = kvmalloc_array(max, sizeof(*pages), GFP_KERNEL);

	if (!pages)
		return -ENOMEM;
	return pin_user_pages_fast(addr, len >> PAGE_SHIFT, FOLL_WRITE, pages); // want "is cut to the int"
}

/* It may have failed. */
int perhaps_allocated(struct region *r, unsigned long nr)
{
	struct page **pages = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);

	if (pages)
		r->pages = pages;
	return pin_user_pages_fast(r->addr, nr, FOLL_WRITE, r->pages); // want "is cut to the int"
}

/* Cut on the way into a helper, which hands it on. */
int cut_by_helper(struct region *r)
{
	return grab(r->addr, r->npages, FOLL_WRITE, r->pages); // want "a 64-bit number of pages is cut to the int of grab.., and nothing here bounds it"
}

/* The helper of a helper. */
static int grab_writable(unsigned long addr, int nr, unsigned int flags,
			 struct page **pages)
{
	return grab(addr, nr, flags | FOLL_WRITE, pages);
}

int cut_by_the_first(unsigned long addr, size_t len, struct page **pages)
{
	return grab_writable(addr, len >> PAGE_SHIFT, 0, pages); // want "is cut to the int of grab_writable.."
}

/* Cut by the helper itself, which is the one to bound it. */
static int grab_long(unsigned long addr, unsigned long nr, unsigned int flags,
		     struct page **pages)
{
	return get_user_pages_fast(addr, nr, flags, pages); // want "is cut to the int of get_user_pages_fast"
}

int not_told_twice(struct region *r)
{
	return grab_long(r->addr, r->npages, FOLL_WRITE, r->pages);
}

/* Told of once, whichever way the helper takes them. */
static int grab_or_pin(unsigned long addr, int nr, unsigned int flags,
		       struct page **pages, bool pin)
{
	if (pin)
		return pin_user_pages_fast(addr, nr, flags, pages);
	return get_user_pages_fast(addr, nr, flags, pages);
}

int told_once(struct region *r, bool pin)
{
	return grab_or_pin(r->addr, r->npages, FOLL_WRITE, r->pages, pin); // want "is cut to the int of grab_or_pin.."
}
