/* SPDX-License-Identifier: MIT */
/* What only mm/ knows: the internal FOLL_ flags and their mask. */
#ifndef _MM_INTERNAL_H
#define _MM_INTERNAL_H

#include <linux/mm.h>
#include <linux/pagemap.h>

enum {
	/* the page counts as used */
	FOLL_TOUCH = 1 << 16,
	/* not the first attempt */
	FOLL_TRIED = 1 << 17,
	/* the address space of somebody else */
	FOLL_REMOTE = 1 << 18,
	/* a pin instead of a reference: unpin_user_page() gives it back */
	FOLL_PIN = 1 << 19,
	/* the lockless walk or nothing */
	FOLL_FAST_ONLY = 1 << 20,
	/* mmap_lock may be dropped */
	FOLL_UNLOCKABLE = 1 << 21,
	/* errors as madvise() wants them */
	FOLL_MADV_POPULATE = 1 << 22,
};

#define INTERNAL_GUP_FLAGS (FOLL_TOUCH | FOLL_TRIED | FOLL_REMOTE | FOLL_PIN | \
			    FOLL_FAST_ONLY | FOLL_UNLOCKABLE | \
			    FOLL_MADV_POPULATE)

/*
 * The page tables, as far as mm/gup.c needs them: the page at an address, NULL
 * where nothing is mapped in the way wanted, -EEXIST where there is no page.
 */
struct page *mapped_page(struct vm_area_struct *vma, unsigned long addr,
			 bool write, bool force);
struct page *mapped_page_lockless(struct mm_struct *mm, unsigned long addr,
				  bool write);
bool mapped_protnone(struct vm_area_struct *vma, unsigned long addr);
void split_huge_pmd_at(struct vm_area_struct *vma, unsigned long addr);
bool folio_is_p2pdma(const struct folio *folio);
bool page_exclusive(const struct page *page);
void mark_page_accessed(struct page *page);
bool vma_is_fsdax(const struct vm_area_struct *vma);
bool vma_may_force(const struct vm_area_struct *vma, vm_flags_t need);
bool arch_vma_access_permitted(struct vm_area_struct *vma, bool write,
			       bool execute, bool foreign);

int __must_check try_grab_folio(struct folio *folio, int refs,
				unsigned int flags);
long populate_vma_page_range(struct vm_area_struct *vma, unsigned long start,
			     unsigned long end, int *locked);
long faultin_page_range(struct mm_struct *mm, unsigned long start,
			unsigned long end, bool write, int *locked);

/* Memory that must not be pinned for long, and the way out of it. */
bool folio_is_longterm_pinnable(struct folio *folio);
int folio_migrate_away(struct folio *folio);

/*
 * Whether a read-only pin has to make a copy of its own first. Without a vma, in
 * the lockless walk, whoever may have to is sent away.
 */
static inline bool gup_must_unshare(struct vm_area_struct *vma,
				    unsigned int flags, struct page *page)
{
	if ((flags & (FOLL_WRITE | FOLL_PIN)) != FOLL_PIN)
		return false;
	if (page->mapping)
		return (flags & FOLL_LONGTERM) &&
		       (!vma || !(vma->vm_flags & VM_SHARED));
	return !page_exclusive(page);
}

#endif
