// SPDX-License-Identifier: MIT
// path: drivers/misc/walk/walk.c
// Flags that the entries without a lock do not take.
#include <linux/mm.h>
#include <linux/fs.h>

#define WALK_FLAGS	(FOLL_WRITE | FOLL_INTERRUPTIBLE)
#define WALK_OWN_FLAG	(1U << 28)

struct walk {
	struct page **pages;
	unsigned int gup_flags;
};

int nowait(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_NOWAIT, page); // want "FOLL_NOWAIT is not among the flags that get_user_pages_fast\\(\\) takes"
}

int interruptible(unsigned long addr, struct page **page)
{
	return pin_user_pages_fast(addr, 1, WALK_FLAGS, page); // want "FOLL_INTERRUPTIBLE is not among the flags that pin_user_pages_fast\\(\\) takes"
}

int hwpoison(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_HWPOISON, page); // want "FOLL_HWPOISON is not among"
}

int anonymous(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_ANON, page); // want "FOLL_ANON is not among"
}

int dump(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_DUMP | FOLL_FORCE, page); // want "FOLL_DUMP is not among"
}

int split(unsigned long addr, struct page **page)
{
	return get_user_pages_fast_only(addr, 1, FOLL_SPLIT_PMD, page); // want "FOLL_SPLIT_PMD is not among the flags that get_user_pages_fast_only\\(\\) takes"
}

bool one_page(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, FOLL_NOWAIT, page); // want "FOLL_NOWAIT is not among the flags that get_user_page_fast_only\\(\\) takes"
}

int several(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_HWPOISON | FOLL_NOWAIT | FOLL_WRITE, page); // want "FOLL_NOWAIT and FOLL_HWPOISON are not among"
}

/* Flags that no version knows are refused too. */
int unknown(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, WALK_OWN_FLAG, page); // want "0x10000000 is not among"
}

int by_variable(unsigned long addr, struct page **page, bool async)
{
	unsigned int flags = FOLL_WRITE;

	if (async)
		flags |= FOLL_NOWAIT; // step "FOLL_NOWAIT is set here"
	return pin_user_pages_fast(addr, 1, flags, page); // want "FOLL_NOWAIT is not among"
}

/* Fast first, and with all of the flags that are meant for the second try. */
long fast_then_slow(unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE | FOLL_HWPOISON; // step "FOLL_HWPOISON is set here"

	if (get_user_page_fast_only(addr, flags, page)) // want "FOLL_HWPOISON is not among"
		return 1;
	return get_user_pages_unlocked(addr, 1, page, flags);
}

static int grab(unsigned long addr, int nr, unsigned int flags,
		struct page **pages)
{
	return get_user_pages_fast(addr, nr, flags | FOLL_WRITE, pages); // step "get_user_pages_fast\\(\\) is called here"
}

int through_wrapper(unsigned long addr, struct page **page)
{
	return grab(addr, 1, FOLL_INTERRUPTIBLE, page); // want "FOLL_INTERRUPTIBLE is not among"
}

void walk_init(struct walk *w, bool async)
{
	w->gup_flags = async ? FOLL_NOWAIT : 0; // step "FOLL_NOWAIT is set here"
}

int by_member(struct walk *w, unsigned long addr)
{
	return get_user_pages_fast(addr, 1, w->gup_flags, w->pages); // want "FOLL_NOWAIT is not among"
}

/* What was meant for another entry. */
int fault_flags(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FAULT_FLAG_KILLABLE, page); // want "FOLL_NOWAIT is not among"
}
