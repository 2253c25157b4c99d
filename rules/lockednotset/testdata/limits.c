// SPDX-License-Identifier: MIT
// What the rule cannot see.
#include <linux/mm.h>

struct reader {
	struct mm_struct *mm;
	struct page *page;
	int locked;
};

/* The structure is set up in one function and used in another. */
void reader_init(struct reader *r, struct mm_struct *mm)
{
	r->mm = mm;
	r->locked = 0;
}

long reader_fetch(struct reader *r, unsigned long addr)
{
	mmap_read_lock(r->mm);
	return get_user_pages_remote(r->mm, addr, 1, 0, &r->page, &r->locked); // limit "[*]locked is not 1"
}
