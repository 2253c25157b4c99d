// SPDX-License-Identifier: MIT
// The get_user_pages family as of 7.0: one check of arguments for all entries, and
// a page for a core file from whoever has the lock.
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/highmem.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/swap.h>
#include <linux/uaccess.h>

#include "internal.h"

/*
 * Taking and giving back
 */

int __must_check try_grab_folio(struct folio *folio, int refs,
				unsigned int flags)
{
	if (WARN_ON_ONCE(folio_ref_count(folio) <= 0))
		return -ENOMEM;
	if (folio_is_p2pdma(folio) && !(flags & FOLL_PCI_P2PDMA))
		return -EREMOTEIO;

	if (flags & FOLL_GET)
		folio_ref_add(folio, refs);
	else if ((flags & FOLL_PIN) && !is_zero_folio(folio))
		folio_ref_add(folio, refs * GUP_PIN_COUNTING_BIAS);
	return 0;
}

static void gup_put_folio(struct folio *folio, int refs, unsigned int flags)
{
	if (flags & FOLL_PIN) {
		if (is_zero_folio(folio))
			return;
		refs *= GUP_PIN_COUNTING_BIAS;
	}
	folio_put_refs(folio, refs);
}

/* Drops the pins of all pages in an array; holes are skipped. */
static void put_pinned(struct page **pages, unsigned long npages, bool dirty)
{
	unsigned long i;

	for (i = 0; i < npages; i++) {
		if (!pages[i])
			continue;
		if (dirty)
			set_page_dirty_lock(pages[i]);
		gup_put_folio(page_folio(pages[i]), 1, FOLL_PIN);
	}
}

void unpin_user_page(struct page *page)
{
	put_pinned(&page, 1, false);
}
EXPORT_SYMBOL(unpin_user_page);

void unpin_user_pages(struct page **pages, unsigned long npages)
{
	/* An error number that the caller took for a count. */
	if (WARN_ON(IS_ERR_VALUE(npages)))
		return;
	put_pinned(pages, npages, false);
}
EXPORT_SYMBOL(unpin_user_pages);

void unpin_user_pages_dirty_lock(struct page **pages, unsigned long npages,
				 bool make_dirty)
{
	if (make_dirty)
		put_pinned(pages, npages, true);
	else
		unpin_user_pages(pages, npages);
}
EXPORT_SYMBOL(unpin_user_pages_dirty_lock);

/* The pages follow each other, in memory and in struct page. */
void unpin_user_page_range_dirty_lock(struct page *page, unsigned long npages,
				      bool make_dirty)
{
	unsigned long i;

	VM_WARN_ON_ONCE(!page_range_contiguous(page, npages));
	for (i = 0; i < npages; i++) {
		struct page *one = page + i;

		put_pinned(&one, 1, make_dirty);
	}
}
EXPORT_SYMBOL(unpin_user_page_range_dirty_lock);

void unpin_user_folio(struct folio *folio, unsigned long npages)
{
	gup_put_folio(folio, npages, FOLL_PIN);
}
EXPORT_SYMBOL(unpin_user_folio);

void unpin_folio(struct folio *folio)
{
	gup_put_folio(folio, 1, FOLL_PIN);
}
EXPORT_SYMBOL_GPL(unpin_folio);

void unpin_folios(struct folio **folios, unsigned long nfolios)
{
	unsigned long i;

	if (WARN_ON(IS_ERR_VALUE(nfolios)))
		return;
	for (i = 0; i < nfolios; i++) {
		if (folios[i])
			gup_put_folio(folios[i], 1, FOLL_PIN);
	}
}
EXPORT_SYMBOL_GPL(unpin_folios);

/* More pins on a folio that has one. */
void folio_add_pins(struct folio *folio, unsigned int pins)
{
	VM_WARN_ON_ONCE(folio_ref_count(folio) < GUP_PIN_COUNTING_BIAS);
	folio_ref_add(folio, pins * GUP_PIN_COUNTING_BIAS);
}

/* As long as there is one: the caller need not know. */
void folio_add_pin(struct folio *folio)
{
	WARN_ON_ONCE(folio_ref_count(folio) < GUP_PIN_COUNTING_BIAS);
	folio_ref_add(folio, GUP_PIN_COUNTING_BIAS);
}

#ifdef CONFIG_MMU
/*
 * The slow way: with mmap_lock, taking faults
 */

/*
 * Looks up what is mapped at an address. NULL asks for a fault, -EMLINK for one
 * that makes a private copy; -EEXIST says that what is there has no struct page.
 */
static struct page *follow_page_mask(struct vm_area_struct *vma,
				     unsigned long address, unsigned int flags)
{
	struct page *page;
	int err;

	if (flags & FOLL_SPLIT_PMD)
		split_huge_pmd_at(vma, address);
	page = mapped_page(vma, address, flags & FOLL_WRITE, flags & FOLL_FORCE);
	/* A core file shows zeroes without them being allocated first. */
	if (!page && (flags & FOLL_DUMP) && vma_is_anonymous(vma))
		return ERR_PTR(-EFAULT);
	if (!page)
		return NULL;
	if (IS_ERR(page))
		return ERR_PTR(-EEXIST);
	if (mapped_protnone(vma, address) && !gup_can_follow_protnone(vma, flags))
		return NULL;
	if (gup_must_unshare(vma, flags, page))
		return ERR_PTR(-EMLINK);

	err = try_grab_folio(page_folio(page), 1, flags);
	if (err)
		return ERR_PTR(err);
	if (flags & FOLL_TOUCH)
		mark_page_accessed(page);
	return page;
}

/*
 * Takes the fault for one address. With FOLL_UNLOCKABLE, unless FOLL_NOWAIT
 * forbids it, mmap_lock may be gone afterwards; *locked is 0 then.
 */
static int faultin_page(struct vm_area_struct *vma, unsigned long address,
			unsigned int flags, bool unshare, int *locked)
{
	unsigned int fault_flags = 0;
	vm_fault_t ret;

	if (flags & FOLL_NOFAULT)
		return -EFAULT;
	if (flags & FOLL_WRITE)
		fault_flags |= FAULT_FLAG_WRITE;
	if (flags & FOLL_REMOTE)
		fault_flags |= FAULT_FLAG_REMOTE;
	if (flags & FOLL_UNLOCKABLE)
		fault_flags |= FAULT_FLAG_ALLOW_RETRY | FAULT_FLAG_KILLABLE;
	/* Not every caller can cope with being interrupted. */
	if ((flags & FOLL_UNLOCKABLE) && (flags & FOLL_INTERRUPTIBLE))
		fault_flags |= FAULT_FLAG_INTERRUPTIBLE;
	if (flags & FOLL_NOWAIT)
		fault_flags |= FAULT_FLAG_ALLOW_RETRY | FAULT_FLAG_RETRY_NOWAIT;
	if (flags & FOLL_TRIED)
		fault_flags |= FAULT_FLAG_TRIED;
	if (unshare) {
		VM_WARN_ON_ONCE(fault_flags & FAULT_FLAG_WRITE);
		fault_flags |= FAULT_FLAG_UNSHARE;
	}

	ret = handle_mm_fault(vma, address, fault_flags, NULL);
	if (ret & VM_FAULT_COMPLETED) {
		/* Done, and the lock is gone: which NOWAIT rules out. */
		WARN_ON_ONCE(fault_flags & FAULT_FLAG_RETRY_NOWAIT);
		*locked = 0;
		return -EAGAIN;
	}
	if (ret & VM_FAULT_ERROR) {
		int err = vm_fault_to_errno(ret, flags);

		BUG_ON(!err);
		return err;
	}
	if (!(ret & VM_FAULT_RETRY))
		return 0;
	if (!(fault_flags & FAULT_FLAG_RETRY_NOWAIT))
		*locked = 0;
	return -EBUSY;
}

static int check_vma_flags(struct vm_area_struct *vma, unsigned long gup_flags)
{
	vm_flags_t need = gup_flags & FOLL_WRITE ? VM_WRITE : VM_READ;

	if (vma->vm_flags & (VM_IO | VM_PFNMAP))
		return -EFAULT;
	if ((gup_flags & FOLL_ANON) && !vma_is_anonymous(vma))
		return -EFAULT;
	if ((gup_flags & FOLL_LONGTERM) && vma_is_fsdax(vma))
		return -EOPNOTSUPP;
	if ((gup_flags & FOLL_SPLIT_PMD) && is_vm_hugetlb_page(vma))
		return -EOPNOTSUPP;
	/* What the user could allow is allowed by force, if it makes a copy. */
	if (!(vma->vm_flags & need) &&
	    (!(gup_flags & FOLL_FORCE) || !vma_may_force(vma, need)))
		return -EFAULT;
	return arch_vma_access_permitted(vma, need == VM_WRITE, false,
					 gup_flags & FOLL_REMOTE) ? 0 : -EFAULT;
}

/* Finds the vma for an address and sees whether it will do. */
static int gup_find_vma(struct mm_struct *mm, unsigned long start,
			unsigned int gup_flags, struct vm_area_struct **vma)
{
	*vma = vma_lookup(mm, start);
	if (gup_flags & FOLL_MADV_POPULATE) {
		if (!*vma)
			return -ENOMEM;
		return check_vma_flags(*vma, gup_flags) ? -EINVAL : 0;
	}
	if (!*vma)
		return -EFAULT;
	return check_vma_flags(*vma, gup_flags);
}

/*
 * The loop over the addresses. It returns how many pages it went past, or an
 * error if there was not even one; 0 says that it could not wait, or that the
 * lock is gone (*locked == 0).
 */
static long __get_user_pages(struct mm_struct *mm, unsigned long start,
			     unsigned long nr_pages, unsigned int gup_flags,
			     struct page **pages, int *locked)
{
	struct vm_area_struct *vma = NULL;
	long ret = 0, done = 0;

	if (!nr_pages)
		return 0;

	start = untagged_addr_remote(mm, start);
	VM_WARN_ON_ONCE(!!pages != !!(gup_flags & (FOLL_GET | FOLL_PIN)));
	VM_WARN_ON_ONCE((gup_flags & (FOLL_GET | FOLL_PIN)) ==
			(FOLL_GET | FOLL_PIN));

	do {
		struct page *page;

		if (!vma || start >= vma->vm_end) {
			ret = gup_find_vma(mm, start, gup_flags, &vma);
			if (ret)
				break;
		}
again:
		/* Whoever is being killed needs no more memory. */
		if (fatal_signal_pending(current)) {
			ret = -EINTR;
			break;
		}
		cond_resched();

		page = follow_page_mask(vma, start, gup_flags);
		if (!page || PTR_ERR(page) == -EMLINK) {
			ret = faultin_page(vma, start, gup_flags, page != NULL,
					   locked);
			if (!ret)
				goto again;
			if (ret == -EBUSY || ret == -EAGAIN)
				ret = 0;
			break;
		}
		if (IS_ERR(page)) {
			ret = PTR_ERR(page);
			/* There is no page to hand out, but a mapping. */
			if (ret != -EEXIST || pages)
				break;
		}
		if (pages) {
			pages[done] = page;
			flush_dcache_page(page);
		}
		done++;
		start += PAGE_SIZE;
	} while (--nr_pages);
	return done ? done : ret;
}

/* Fatal signals always end the wait; all do for FOLL_INTERRUPTIBLE. */
static bool gup_signal_pending(unsigned int flags)
{
	if (flags & FOLL_INTERRUPTIBLE)
		return signal_pending(current);
	return fatal_signal_pending(current);
}

/* Takes a lock again that was dropped for waiting. */
static int gup_relock(struct mm_struct *mm, unsigned int flags, int *locked)
{
	int ret;

	if (gup_signal_pending(flags))
		return -EINTR;
	ret = mmap_read_lock_killable(mm);
	if (!ret)
		*locked = 1;
	return ret;
}

/*
 * Goes on after waits. *locked tells who has mmap_lock: 1 for the caller, who
 * may find it released and *locked 0 if FOLL_UNLOCKABLE is set; 0 asks to take
 * it here, and stays.
 */
static __always_inline long __get_user_pages_locked(struct mm_struct *mm,
						    unsigned long start,
						    unsigned long nr_pages,
						    struct page **pages,
						    int *locked,
						    unsigned int flags)
{
	bool must_unlock = false;
	long ret, pages_done = 0;

	if (!nr_pages)
		return 0;

	if (*locked) {
		mmap_assert_locked(mm);
	} else {
		if (mmap_read_lock_killable(mm))
			return -EAGAIN;
		*locked = 1;
		must_unlock = true;
	}

	/* Who wants pages without a pin wants references. */
	if (pages && !(flags & FOLL_PIN))
		flags |= FOLL_GET;

	for (;;) {
		ret = __get_user_pages(mm, start, nr_pages, flags, pages,
				       locked);
		if (!(flags & FOLL_UNLOCKABLE)) {
			pages_done = ret;
			break;
		}
		if (ret > 0) {
			nr_pages -= ret;
			pages_done += ret;
		}
		if (*locked || !nr_pages) {
			if (!pages_done)
				pages_done = ret;
			break;
		}

		/* We waited without the lock: on with the page that it was for. */
		must_unlock = true;
		start += ret << PAGE_SHIFT;
		if (likely(pages))
			pages += ret;

		do {
			ret = gup_relock(mm, flags, locked);
			if (ret)
				break;
			ret = __get_user_pages(mm, start, 1, flags | FOLL_TRIED,
					       pages, locked);
		} while (!*locked);
		if (ret != 1) {
			if (!pages_done)
				pages_done = ret;
			break;
		}
		pages_done++;
		if (!--nr_pages)
			break;
		start += PAGE_SIZE;
		if (likely(pages))
			pages++;
	}

	if (must_unlock && *locked) {
		mmap_read_unlock(mm);
		*locked = 0;
	}

	/* Only those who would not wait may leave with nothing. */
	if (WARN_ON_ONCE(!pages_done && !(flags & FOLL_NOWAIT)))
		return -EFAULT;
	return pages_done;
}

/* Takes a fault that an access to user memory ran into. */
int fixup_user_fault(struct mm_struct *mm, unsigned long address,
		     unsigned int fault_flags, bool *unlocked)
{
	vm_flags_t wanted = fault_flags & FAULT_FLAG_WRITE ? VM_WRITE : VM_READ;
	struct vm_area_struct *vma;
	vm_fault_t ret;

	if (unlocked)
		fault_flags |= FAULT_FLAG_ALLOW_RETRY | FAULT_FLAG_KILLABLE;

	for (;;) {
		vma = vma_lookup(mm, address);
		if (!vma || !(vma->vm_flags & wanted))
			return -EFAULT;
		if ((fault_flags & FAULT_FLAG_KILLABLE) &&
		    fatal_signal_pending(current))
			return -EINTR;

		ret = handle_mm_fault(vma, address, fault_flags, NULL);
		if (ret & VM_FAULT_ERROR)
			return vm_fault_to_errno(ret, 0);
		if (!(ret & (VM_FAULT_RETRY | VM_FAULT_COMPLETED)))
			return 0;

		/* The caller goes on with the lock, but knows of the gap. */
		mmap_read_lock(mm);
		*unlocked = true;
		if (ret & VM_FAULT_COMPLETED)
			return 0;
		fault_flags |= FAULT_FLAG_TRIED;
	}
}
EXPORT_SYMBOL_GPL(fixup_user_fault);

/*
 * Faulting in without taking anything
 */

long populate_vma_page_range(struct vm_area_struct *vma, unsigned long start,
			     unsigned long end, int *locked)
{
	unsigned long nr_pages = (end - start) / PAGE_SIZE;
	int gup_flags = FOLL_TOUCH, always = 1;
	long ret;

	VM_WARN_ON_ONCE(!PAGE_ALIGNED(start) || !PAGE_ALIGNED(end));
	VM_WARN_ON_ONCE(start < vma->vm_start || end > vma->vm_end);
	mmap_assert_locked(vma->vm_mm);

	if (vma->vm_flags & VM_LOCKONFAULT)
		return nr_pages;
	if (!vma_is_accessible(vma))
		return -EFAULT;

	/* Copies of what is private; what is shared need not become dirty. */
	if ((vma->vm_flags & (VM_WRITE | VM_SHARED)) == VM_WRITE)
		gup_flags |= FOLL_WRITE;
	else
		gup_flags |= FOLL_FORCE;
	if (locked)
		gup_flags |= FOLL_UNLOCKABLE;

	ret = __get_user_pages(vma->vm_mm, start, nr_pages, gup_flags, NULL,
			       locked ? locked : &always);
	lru_add_drain();
	return ret;
}

long faultin_page_range(struct mm_struct *mm, unsigned long start,
			unsigned long end, bool write, int *locked)
{
	int gup_flags = FOLL_TOUCH | FOLL_HWPOISON | FOLL_UNLOCKABLE |
			FOLL_MADV_POPULATE;
	long ret;

	VM_WARN_ON_ONCE(!PAGE_ALIGNED(start) || !PAGE_ALIGNED(end));
	mmap_assert_locked(mm);

	if (write)
		gup_flags |= FOLL_WRITE;
	ret = __get_user_pages_locked(mm, start, (end - start) / PAGE_SIZE,
				      NULL, locked, gup_flags);
	lru_add_drain();
	return ret;
}

int __mm_populate(unsigned long start, unsigned long len, int ignore_errors)
{
	struct mm_struct *mm = current->mm;
	unsigned long end = start + len, next;
	struct vm_area_struct *vma;
	int locked = 0;
	long ret = 0;

	for (; start < end; start = next) {
		if (!locked) {
			mmap_read_lock(mm);
			locked = 1;
		}
		vma = find_vma_intersection(mm, start, end);
		if (!vma)
			break;
		next = min(end, vma->vm_end);
		if (vma->vm_flags & (VM_IO | VM_PFNMAP))
			continue;
		start = max(start, vma->vm_start);
		ret = populate_vma_page_range(vma, start, next, &locked);
		if (ret >= 0)
			next = start + ret * PAGE_SIZE;
		else if (!ignore_errors)
			break;
		ret = 0;
	}
	if (locked)
		mmap_read_unlock(mm);
	return ret;
}
#else /* !CONFIG_MMU */
static long __get_user_pages_locked(struct mm_struct *mm, unsigned long start,
				    unsigned long nr_pages, struct page **pages,
				    int *locked, unsigned int flags)
{
	vm_flags_t need = flags & FOLL_WRITE ? VM_WRITE : VM_READ;
	bool must_unlock = !*locked;
	long i;

	if (must_unlock && mmap_read_lock_killable(mm))
		return -EAGAIN;
	for (i = 0; i < nr_pages; i++, start += PAGE_SIZE) {
		struct vm_area_struct *vma = find_vma(mm, start);

		if (!vma || !(vma->vm_flags & need || flags & FOLL_FORCE))
			break;
		if (pages) {
			pages[i] = virt_to_page((void *)start);
			get_page(pages[i]);
		}
	}
	if (must_unlock)
		mmap_read_unlock(mm);
	return i || !nr_pages ? i : -EFAULT;
}
#endif /* CONFIG_MMU */

#ifdef CONFIG_ELF_CORE
/*
 * The page for a core file, NULL for a hole. *locked tells whether the caller has
 * mmap_lock: it stays as it is, and so does the lock.
 */
struct page *get_dump_page(unsigned long addr, int *locked)
{
	struct page *page;

	if (__get_user_pages_locked(current->mm, addr, 1, &page, locked,
				    FOLL_FORCE | FOLL_DUMP | FOLL_GET) != 1)
		return NULL;
	return page;
}
#endif

/*
 * Pins that may last
 */

/* 0 if all may stay; -EAGAIN if they were moved, and are no longer pinned. */
static long check_and_migrate_movable_pages(unsigned long nr_pages,
					    struct page **pages)
{
	unsigned long i, moved = 0;
	int err = 0;

	for (i = 0; i < nr_pages; i++) {
		struct folio *folio = page_folio(pages[i]);

		if (!err && !folio_is_longterm_pinnable(folio)) {
			err = folio_migrate_away(folio);
			moved++;
		}
	}
	if (!moved)
		return 0;
	unpin_user_pages(pages, nr_pages);
	return err ? err : -EAGAIN;
}

static long __gup_longterm_locked(struct mm_struct *mm, unsigned long start,
				  unsigned long nr_pages, struct page **pages,
				  int *locked, unsigned int gup_flags)
{
	unsigned int saved;
	long nr, ret = 0;

	if (!(gup_flags & FOLL_LONGTERM))
		return __get_user_pages_locked(mm, start, nr_pages, pages,
					       locked, gup_flags);

	saved = memalloc_pin_save();
	do {
		nr = __get_user_pages_locked(mm, start, nr_pages, pages, locked,
					     gup_flags);
		if (nr <= 0)
			break;
		ret = check_and_migrate_movable_pages(nr, pages);
	} while (ret == -EAGAIN);
	memalloc_pin_restore(saved);
	return nr > 0 && ret ? ret : nr;
}

/*
 * The entries
 */

/* Refuses what callers must not ask for, and adds what the entry stands for. */
static bool is_valid_gup_args(struct page **pages, int *locked,
			      unsigned int *gup_flags_p, unsigned int to_set)
{
	const unsigned int grab = FOLL_GET | FOLL_PIN;
	unsigned int flags = *gup_flags_p;

	if (WARN_ON_ONCE(flags & INTERNAL_GUP_FLAGS))
		return false;
	flags |= to_set;

	if (locked) {
		/* The caller holds the lock and says so. */
		if (WARN_ON_ONCE(*locked != 1))
			return false;
		flags |= FOLL_UNLOCKABLE;
	}

	if (WARN_ON_ONCE((flags & grab) == grab))
		return false;
	if (WARN_ON_ONCE((flags & FOLL_LONGTERM) && !(flags & FOLL_PIN)))
		return false;
	if (WARN_ON_ONCE(!pages && (flags & grab)))
		return false;
	/* The device that has the memory must be able to go at any time. */
	if (WARN_ON_ONCE((flags & FOLL_LONGTERM) && (flags & FOLL_PCI_P2PDMA)))
		return false;

	*gup_flags_p = flags;
	return true;
}

#ifdef CONFIG_MMU
long get_user_pages_remote(struct mm_struct *mm,
			   unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages,
			   int *locked)
{
	int held = 1;

	if (!is_valid_gup_args(pages, locked, &gup_flags,
			       FOLL_TOUCH | FOLL_REMOTE))
		return -EINVAL;
	return __get_user_pages_locked(mm, start, nr_pages, pages,
				       locked ? locked : &held, gup_flags);
}
EXPORT_SYMBOL(get_user_pages_remote);
#else
long get_user_pages_remote(struct mm_struct *mm,
			   unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages,
			   int *locked)
{
	return 0;
}
#endif

long get_user_pages(unsigned long start, unsigned long nr_pages,
		    unsigned int gup_flags, struct page **pages)
{
	int held = 1;

	if (!is_valid_gup_args(pages, NULL, &gup_flags, FOLL_TOUCH))
		return -EINVAL;
	return __get_user_pages_locked(current->mm, start, nr_pages, pages,
				       &held, gup_flags);
}
EXPORT_SYMBOL(get_user_pages);

long get_user_pages_unlocked(unsigned long start, unsigned long nr_pages,
			     struct page **pages, unsigned int gup_flags)
{
	int take = 0;

	if (!is_valid_gup_args(pages, NULL, &gup_flags,
			       FOLL_TOUCH | FOLL_UNLOCKABLE))
		return -EINVAL;
	return __get_user_pages_locked(current->mm, start, nr_pages, pages,
				       &take, gup_flags);
}
EXPORT_SYMBOL(get_user_pages_unlocked);

/*
 * The fast way: a walk without locks, interrupts off
 */

static bool gup_fast_one(unsigned long addr, unsigned int flags,
			 struct page **pages, int *nr)
{
	struct page *page = mapped_page_lockless(current->mm, addr,
						 flags & FOLL_WRITE);

	if (!page || gup_must_unshare(NULL, flags, page) ||
	    try_grab_folio(page_folio(page), 1, flags))
		return false;
	pages[(*nr)++] = page;
	return true;
}

static unsigned long gup_fast(unsigned long start, unsigned long end,
			      unsigned int gup_flags, struct page **pages)
{
	unsigned int seq = READ_ONCE(current->mm->write_protect_seq);
	unsigned long flags;
	int nr_pinned = 0;

	if (!IS_ENABLED(CONFIG_HAVE_GUP_FAST))
		return 0;
	/* Not while a fork write-protects what would be pinned. */
	if ((gup_flags & FOLL_PIN) && (seq & 1))
		return 0;

	local_irq_save(flags);
	for (; start < end; start += PAGE_SIZE) {
		if (!gup_fast_one(start, gup_flags, pages, &nr_pinned))
			break;
	}
	local_irq_restore(flags);

	if ((gup_flags & FOLL_PIN) &&
	    READ_ONCE(current->mm->write_protect_seq) != seq) {
		put_pinned(pages, nr_pinned, false);
		return 0;
	}
	return nr_pinned;
}

#define GUP_FAST_FLAGS (FOLL_WRITE | FOLL_LONGTERM | FOLL_FORCE | FOLL_PIN | \
			FOLL_GET | FOLL_FAST_ONLY | FOLL_NOFAULT | \
			FOLL_PCI_P2PDMA | FOLL_HONOR_NUMA_FAULT)

static int gup_fast_fallback(unsigned long start, unsigned long nr_pages,
			     unsigned int gup_flags, struct page **pages)
{
	unsigned long len = nr_pages << PAGE_SHIFT, end, fast;
	int take = 0;
	long slow;

	if (WARN_ON_ONCE(gup_flags & ~GUP_FAST_FLAGS))
		return -EINVAL;
	if (!(gup_flags & FOLL_FAST_ONLY))
		might_lock_read(&current->mm->mmap_lock);

	start = untagged_addr(start) & PAGE_MASK;
	if (check_add_overflow(start, len, &end))
		return -EOVERFLOW;
	if (end > TASK_SIZE_MAX || !access_ok((void __user *)start, len))
		return -EFAULT;

	fast = gup_fast(start, end, gup_flags, pages);
	if (fast == nr_pages || (gup_flags & FOLL_FAST_ONLY))
		return fast;

	slow = __gup_longterm_locked(current->mm, start + (fast << PAGE_SHIFT),
				     nr_pages - fast, pages + fast, &take,
				     gup_flags | FOLL_TOUCH | FOLL_UNLOCKABLE);
	if (slow >= 0)
		return fast + slow;
	/* What there is has to be given back: its number goes before. */
	return fast ? fast : slow;
}

int get_user_pages_fast_only(unsigned long start, int nr_pages,
			     unsigned int gup_flags, struct page **pages)
{
	if (!is_valid_gup_args(pages, NULL, &gup_flags,
			       FOLL_GET | FOLL_FAST_ONLY))
		return -EINVAL;
	return gup_fast_fallback(start, nr_pages, gup_flags, pages);
}
EXPORT_SYMBOL_GPL(get_user_pages_fast_only);

int get_user_pages_fast(unsigned long start, int nr_pages,
			unsigned int gup_flags, struct page **pages)
{
	if (!is_valid_gup_args(pages, NULL, &gup_flags, FOLL_GET))
		return -EINVAL;
	return gup_fast_fallback(start, nr_pages, gup_flags, pages);
}
EXPORT_SYMBOL_GPL(get_user_pages_fast);

int pin_user_pages_fast(unsigned long start, int nr_pages,
			unsigned int gup_flags, struct page **pages)
{
	if (!is_valid_gup_args(pages, NULL, &gup_flags, FOLL_PIN))
		return -EINVAL;
	return gup_fast_fallback(start, nr_pages, gup_flags, pages);
}
EXPORT_SYMBOL_GPL(pin_user_pages_fast);

/* These three say 0, not -EINVAL, to arguments that they refuse. */
long pin_user_pages_remote(struct mm_struct *mm,
			   unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages,
			   int *locked)
{
	int held = 1;

	if (!is_valid_gup_args(pages, locked, &gup_flags,
			       FOLL_PIN | FOLL_TOUCH | FOLL_REMOTE))
		return 0;
	return __gup_longterm_locked(mm, start, nr_pages, pages,
				     locked ? locked : &held, gup_flags);
}
EXPORT_SYMBOL(pin_user_pages_remote);

long pin_user_pages(unsigned long start, unsigned long nr_pages,
		    unsigned int gup_flags, struct page **pages)
{
	int held = 1;

	if (!is_valid_gup_args(pages, NULL, &gup_flags, FOLL_PIN))
		return 0;
	return __gup_longterm_locked(current->mm, start, nr_pages, pages, &held,
				     gup_flags);
}
EXPORT_SYMBOL(pin_user_pages);

long pin_user_pages_unlocked(unsigned long start, unsigned long nr_pages,
			     struct page **pages, unsigned int gup_flags)
{
	int take = 0;

	if (!is_valid_gup_args(pages, NULL, &gup_flags,
			       FOLL_PIN | FOLL_TOUCH | FOLL_UNLOCKABLE))
		return 0;
	return __gup_longterm_locked(current->mm, start, nr_pages, pages, &take,
				     gup_flags);
}
EXPORT_SYMBOL(pin_user_pages_unlocked);

/* Pins the folios of a memfd from start to end, both included. */
long memfd_pin_folios(struct file *memfd, loff_t start, loff_t end,
		      struct folio **folios, unsigned int max_folios,
		      pgoff_t *offset)
{
	unsigned int nr_folios = 0;
	pgoff_t index, last;

	if (start < 0 || start > end || !max_folios || !memfd)
		return -EINVAL;
	if (!shmem_file(memfd) && !is_file_hugepages(memfd))
		return -EINVAL;
	if (end >= i_size_read(file_inode(memfd)))
		return -EINVAL;

	last = end >> PAGE_SHIFT;
	for (index = start >> PAGE_SHIFT; index <= last && nr_folios < max_folios;) {
		struct folio *folio = memfd_find_or_alloc(memfd, index);
		int err;

		if (IS_ERR(folio)) {
			unpin_folios(folios, nr_folios);
			return PTR_ERR(folio);
		}
		err = try_grab_folio(folio, 1, FOLL_PIN);
		folio_put(folio);
		if (err) {
			unpin_folios(folios, nr_folios);
			return -EINVAL;
		}
		if (!nr_folios)
			*offset = start & ((folio_nr_pages(folio) << PAGE_SHIFT) - 1);
		folios[nr_folios++] = folio;
		index += folio_nr_pages(folio);
	}
	return nr_folios;
}
EXPORT_SYMBOL_GPL(memfd_pin_folios);
