// SPDX-License-Identifier: MIT
// path: drivers/misc/mix/mix.c
// Flags that are meant for something else.
#include <linux/mm.h>
#include <linux/fs.h>

#define MIX_FLAGS	(FAULT_FLAG_WRITE | FAULT_FLAG_KILLABLE)
#define MIX_FORCE	8

struct mix {
	struct mm_struct *mm;
	struct page **pages;
	unsigned int gup_flags;
};

/* Those of the fault handler. */
long fault_flags(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, FAULT_FLAG_WRITE, page); // want "FAULT_FLAG_WRITE is given to get_user_pages\\(\\), which takes FOLL_ flags"
}

long some_of_each(unsigned long addr, struct page **page)
{
	return pin_user_pages(addr, 1, FOLL_FORCE | FAULT_FLAG_WRITE, page); // want "FAULT_FLAG_WRITE is given to pin_user_pages\\(\\)"
}

long by_macro(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, MIX_FLAGS); // want "FAULT_FLAG_WRITE is given to get_user_pages_unlocked\\(\\)"
}

long by_variable(struct mm_struct *mm, unsigned long addr, struct page **page,
		 bool write)
{
	unsigned int flags = 0;

	if (write)
		flags |= FAULT_FLAG_WRITE; // step "comes from here"
	return get_user_pages_remote(mm, addr, 1, flags, page, NULL); // want "FAULT_FLAG_WRITE is given to get_user_pages_remote\\(\\)"
}

/* And those of the family, given to the fault handler. */
int foll_flags(struct mm_struct *mm, unsigned long addr, bool write)
{
	return fixup_user_fault(mm, addr, write ? FOLL_WRITE : 0, NULL); // want "FOLL_WRITE is given to fixup_user_fault\\(\\), which takes FAULT_FLAG_ flags"
}

/* Numbers, which moved from one version to the next. */
long by_number(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, 0x10, page); // want "the flags of get_user_pages\\(\\) are the plain number 0x10, which means something else in another kernel"
}

int by_shift(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, 1 << 3, page); // want "the plain number 0x8"
}

static int grab(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_pages_fast(addr, 1, flags, page); // step "get_user_pages_fast\\(\\) is called here"
}

int through_wrapper(unsigned long addr, struct page **page)
{
	return grab(addr, FAULT_FLAG_WRITE, page); // want "FAULT_FLAG_WRITE is given to get_user_pages_fast\\(\\)"
}
