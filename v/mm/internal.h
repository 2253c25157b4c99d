/* SPDX-License-Identifier: MIT */
/* What only mm/ knows: the page tables, as far as mm/gup.c needs them. */
#ifndef _MM_INTERNAL_H
#define _MM_INTERNAL_H

#include <linux/mm.h>
#include <linux/pagemap.h>

/*
 * The page at an address: NULL where nothing is mapped in the way wanted, an
 * error pointer where there is no page.
 */
struct page *mapped_page(struct vm_area_struct *vma, unsigned long addr,
			 bool write, bool force);
struct page *mapped_page_lockless(struct mm_struct *mm, unsigned long addr,
				  bool write);
void wait_on_moving_page(struct vm_area_struct *vma, unsigned long addr);
int split_huge_at(struct vm_area_struct *vma, unsigned long addr, bool to_page);
bool mapped_protnone(struct vm_area_struct *vma, unsigned long addr);
void mlock_page(struct page *page);
void mark_page_accessed(struct page *page);
bool vma_is_fsdax(const struct vm_area_struct *vma);
bool vma_may_force(const struct vm_area_struct *vma, vm_flags_t need);
bool arch_vma_access_permitted(struct vm_area_struct *vma, bool write,
			       bool execute, bool foreign);

bool __must_check try_grab_page(struct page *page, unsigned int flags);
long populate_vma_page_range(struct vm_area_struct *vma, unsigned long start,
			     unsigned long end, int *locked);

/* Memory that must not be pinned for long, and the way out of it. */
bool page_is_cma(struct page *page);
int page_migrate_away(struct page *page);

#endif
