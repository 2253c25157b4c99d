// SPDX-License-Identifier: MIT
// What the rule cannot see.
#include <linux/kernel.h>
#include <linux/mm.h>

/* The callers of a helper with flags of its own give it more than an int holds. */
static int grab(unsigned long addr, int nr, struct page **pages)
{
	return get_user_pages_fast(addr, nr, FOLL_WRITE, pages);
}

int cut_before_the_helper(unsigned long addr, unsigned long len,
			  struct page **pages)
{
	return grab(addr, len >> PAGE_SHIFT, pages); // limit "is cut to the int"
}

/* A variable cuts it. */
int cut_by_a_variable(unsigned long addr, unsigned long len,
		      struct page **pages)
{
	int nr = len >> PAGE_SHIFT;

	return get_user_pages_fast(addr, nr, FOLL_WRITE, pages); // limit "is cut to the int"
}

/* A range that wraps. */
int wraps(struct page **pages)
{
	return get_user_pages_fast(~0UL & PAGE_MASK, 2, FOLL_WRITE, pages); // limit "out of the range"
}

/* A note too many: what is left of a number that is bounded. */
int allocated_rest(unsigned long addr, unsigned long nr, unsigned int done)
{
	struct page **pages = kmalloc_array(nr, sizeof(*pages), GFP_KERNEL);

	if (!pages || done > nr)
		return -ENOMEM;
	return pin_user_pages_fast(addr, nr - done, FOLL_WRITE, pages + done); // want "is cut to the int"
}
