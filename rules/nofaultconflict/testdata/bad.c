// SPDX-License-Identifier: MIT
// path: drivers/misc/peek/peek.c
// Flags about faults where no fault is taken.
#include <linux/mm.h>
#include <linux/fs.h>

#define PEEK_FLAGS	(FOLL_NOFAULT | FOLL_NOWAIT)

struct peek {
	struct mm_struct *mm;
	struct page **pages;
	unsigned int gup_flags;
};

long nowait(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return pin_user_pages_remote(mm, addr, 1, FOLL_NOFAULT | FOLL_NOWAIT, page, NULL); // want "FOLL_NOWAIT has no effect with FOLL_NOFAULT: no fault is taken"
}

long hwpoison(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, FOLL_HWPOISON | FOLL_NOFAULT, page); // want "FOLL_HWPOISON has no effect with FOLL_NOFAULT"
}

long interruptible(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_NOFAULT | FOLL_INTERRUPTIBLE); // want "FOLL_INTERRUPTIBLE has no effect with FOLL_NOFAULT"
}

long by_macro(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, PEEK_FLAGS); // want "FOLL_NOWAIT has no effect with FOLL_NOFAULT"
}

long one_sometimes(unsigned long addr, struct page **page, bool async)
{
	unsigned int flags = FOLL_NOFAULT; // step "FOLL_NOFAULT is set here"

	if (async)
		flags |= FOLL_NOWAIT; // step "FOLL_NOWAIT is set here"
	return get_user_pages(addr, 1, flags, page); // want "FOLL_NOWAIT has no effect with FOLL_NOFAULT"
}

long each_sometimes(unsigned long addr, struct page **page, bool async,
		    bool peek)
{
	unsigned int flags = FOLL_WRITE;

	if (async)
		flags |= FOLL_NOWAIT;
	if (peek)
		flags |= FOLL_NOFAULT;
	return get_user_pages(addr, 1, flags, page); // strict "FOLL_NOWAIT has no effect with FOLL_NOFAULT"
}

static long grab(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, flags | FOLL_NOFAULT); // step "FOLL_NOFAULT is set here"
}

long through_wrapper(unsigned long addr, struct page **page)
{
	return grab(addr, FOLL_HWPOISON, page); // want "FOLL_HWPOISON has no effect with FOLL_NOFAULT"
}

void peek_init(struct peek *p, bool poison)
{
	p->gup_flags = poison ? FOLL_HWPOISON : 0; // step "stored in struct peek's gup_flags here"
}

long by_member(struct peek *p, unsigned long addr)
{
	return get_user_pages(addr, 1, p->gup_flags | FOLL_NOFAULT, p->pages); // want "FOLL_HWPOISON has no effect with FOLL_NOFAULT"
}
