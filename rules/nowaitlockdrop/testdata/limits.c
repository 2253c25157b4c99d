// SPDX-License-Identifier: MIT
// path: drivers/misc/probe/probe.c
// What the rule cannot see.
#include <linux/mm.h>

struct probe {
	struct mm_struct *mm;
	unsigned int how;
	int locked;
};

void probe_init(struct probe *p)
{
	p->how = FOLL_NOWAIT;
}

/* Flags of a structure may be others by the time of the call. */
long stored(struct probe *p, unsigned long addr, struct page **page)
{
	return get_user_pages_remote(p->mm, addr, 1, p->how, page, &p->locked); // limit "in vain"
}

/* Flags that a variable of the file has. */
static unsigned int probe_flags = FOLL_WRITE;

void probe_quickly(void)
{
	probe_flags |= FOLL_NOWAIT;
}

struct page *shared(struct probe *p, unsigned long addr,
		    struct vm_area_struct **vma)
{
	return get_user_page_vma_remote(p->mm, addr, probe_flags, vma); // limit "without a page"
}

/* A pointer that nobody tells is NULL. */
long handed_in(struct probe *p, unsigned long addr, struct page **page,
	       int *locked)
{
	return get_user_pages_remote(p->mm, addr, 1, FOLL_NOWAIT, page, locked); // limit "in vain"
}
