// SPDX-License-Identifier: MIT
// tree: linux-6.1
// path: drivers/misc/hold/hold.c
// FOLL_LONGTERM where mmap_lock may be dropped, in a kernel that cannot have both.
#include <linux/mm.h>
#include <linux/fs.h>

#define HOLD_FLAGS	(FOLL_WRITE | FOLL_LONGTERM)

struct hold {
	struct mm_struct *mm;
	struct page **pages;
	unsigned int gup_flags;
	int locked;
};

long remote(struct mm_struct *mm, unsigned long addr, unsigned long nr,
	    struct page **pages)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = pin_user_pages_remote(mm, addr, nr, FOLL_LONGTERM, pages, NULL, &locked); // want "FOLL_LONGTERM is refused by pin_user_pages_remote\\(\\), which may drop mmap_lock"
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

long self(unsigned long addr, unsigned long nr, struct page **pages)
{
	return pin_user_pages_unlocked(addr, nr, pages, HOLD_FLAGS); // want "FOLL_LONGTERM is refused by pin_user_pages_unlocked\\(\\)"
}

long by_variable(struct mm_struct *mm, unsigned long addr, struct page **page,
		 bool forever)
{
	unsigned int flags = FOLL_WRITE;
	int locked = 1;

	if (forever)
		flags |= FOLL_LONGTERM; // step "FOLL_LONGTERM is set here"
	return pin_user_pages_remote(mm, addr, 1, flags, page, NULL, &locked); // want "FOLL_LONGTERM is refused"
}

/* Both for a reason of their own. */
long each_sometimes(struct mm_struct *mm, unsigned long addr,
		    struct page **page, bool forever, bool keep)
{
	unsigned int flags = forever ? FOLL_LONGTERM : 0;
	int locked = 1;

	return pin_user_pages_remote(mm, addr, 1, flags, page, NULL, keep ? NULL : &locked); // strict "FOLL_LONGTERM is refused"
}

static long grab(struct mm_struct *mm, unsigned long addr, unsigned int flags,
		 struct page **page, int *locked)
{
	return pin_user_pages_remote(mm, addr, 1, flags | FOLL_WRITE, page, NULL, locked); // step "pin_user_pages_remote\\(\\) is called here"
}

long through_wrapper(struct hold *h, unsigned long addr)
{
	h->locked = 1;
	return grab(h->mm, addr, FOLL_LONGTERM, h->pages, &h->locked); // want "FOLL_LONGTERM is refused"
}

void hold_init(struct hold *h)
{
	h->gup_flags = HOLD_FLAGS; // step "stored in struct hold's gup_flags here"
}

long by_member(struct hold *h, unsigned long addr)
{
	return pin_user_pages_unlocked(addr, 1, h->pages, h->gup_flags); // want "FOLL_LONGTERM is refused"
}
