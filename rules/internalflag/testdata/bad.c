// SPDX-License-Identifier: MIT
// path: drivers/misc/keep/keep.c
// Flags with which the family talks to itself, given by a caller.
#include <linux/mm.h>
#include <linux/fs.h>

/* A copy of what mm/internal.h has. */
#define KEEP_FOLL_PIN	(1 << 19)
#define KEEP_FLAGS	(FOLL_WRITE | FOLL_PIN)

struct keep {
	struct mm_struct *mm;
	struct page **pages;
	unsigned int gup_flags;
};

int at_call(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_PIN, page); // want "FOLL_PIN is internal to mm/ and not for callers of get_user_pages_fast"
}

int pin_to_pin(unsigned long addr, struct page **page)
{
	return pin_user_pages_fast(addr, 1, FOLL_PIN, page); // want "FOLL_PIN is internal to mm/ and not for callers of pin_user_pages_fast"
}

long touch(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, FOLL_TOUCH, page); // want "FOLL_TOUCH is internal"
}

long tried(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_TRIED); // want "FOLL_TRIED is internal"
}

long remote(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return pin_user_pages_remote(mm, addr, 1, FOLL_REMOTE | FOLL_WRITE, page, NULL); // want "FOLL_REMOTE is internal"
}

bool fast_only(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, FOLL_FAST_ONLY, page); // want "FOLL_FAST_ONLY is internal to mm/ and not for callers of get_user_page_fast_only"
}

long unlockable(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;

	return get_user_pages_remote(mm, addr, 1, FOLL_UNLOCKABLE, page, &locked); // want "FOLL_UNLOCKABLE is internal"
}

struct page *populate(struct mm_struct *mm, unsigned long addr,
		      struct vm_area_struct **vma)
{
	return get_user_page_vma_remote(mm, addr, FOLL_MADV_POPULATE, vma); // want "FOLL_MADV_POPULATE is internal"
}

/* Under a name of its own, or none. */
int copied(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, KEEP_FOLL_PIN, page); // want "FOLL_PIN is internal"
}

int by_number(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, 0x80001, page); // want "FOLL_PIN is internal"
}

int by_macro(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, KEEP_FLAGS, page); // want "FOLL_PIN is internal"
}

int by_variable(unsigned long addr, struct page **page, bool pin)
{
	unsigned int flags = FOLL_WRITE;

	if (pin)
		flags |= FOLL_PIN; // step "FOLL_PIN is set here"
	return get_user_pages_fast(addr, 1, flags, page); // want "FOLL_PIN is internal"
}

/* Both at once are told of together. */
int by_choice(unsigned long addr, struct page **page, bool pin)
{
	return get_user_pages_fast(addr, 1, pin ? FOLL_PIN | FOLL_TOUCH : 0, page); // want "FOLL_TOUCH and FOLL_PIN are internal to mm/"
}

static unsigned int keep_flags(bool pin)
{
	return pin ? FOLL_PIN : FOLL_GET; // step "FOLL_PIN is set here"
}

int by_helper(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, keep_flags(true), page); // want "FOLL_PIN is internal"
}

/* Through others. */
static long grab(struct mm_struct *mm, unsigned long addr, unsigned int flags,
		 struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, flags, page, NULL); // step "get_user_pages_remote\\(\\) is called here"
}

long by_wrapper(struct keep *k, unsigned long addr)
{
	return grab(k->mm, addr, FOLL_REMOTE, k->pages); // want "FOLL_REMOTE is internal to mm/ and not for callers of get_user_pages_remote"
}

int by_access(struct mm_struct *mm, unsigned long addr, void *buf, int len)
{
	return access_remote_vm(mm, addr, buf, len, FOLL_FORCE | FOLL_REMOTE); // want "FOLL_REMOTE is internal"
}

void keep_init(struct keep *k)
{
	k->gup_flags = FOLL_WRITE | FOLL_PIN; // step "FOLL_PIN is set here" "stored in struct keep's gup_flags here"
}

int by_member(struct keep *k, unsigned long addr)
{
	return get_user_pages_fast(addr, 1, k->gup_flags, k->pages); // want "FOLL_PIN is internal"
}
