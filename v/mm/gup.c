// SPDX-License-Identifier: MIT
// The get_user_pages family as of 5.10: each entry looks at its arguments itself,
// and drivers see all flags.
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

bool __must_check try_grab_page(struct page *page, unsigned int flags)
{
	WARN_ON_ONCE((flags & (FOLL_GET | FOLL_PIN)) == (FOLL_GET | FOLL_PIN));
	page = compound_head(page);
	if (WARN_ON_ONCE(page_ref_count(page) <= 0))
		return false;

	if (flags & FOLL_GET)
		page_ref_add(page, 1);
	else if (flags & FOLL_PIN)
		page_ref_add(page, GUP_PIN_COUNTING_BIAS);
	return true;
}

void unpin_user_page(struct page *page)
{
	page_ref_sub(compound_head(page), GUP_PIN_COUNTING_BIAS);
}
EXPORT_SYMBOL(unpin_user_page);

void unpin_user_pages(struct page **pages, unsigned long npages)
{
	unsigned long i;

	/* An error number that the caller took for a count. */
	if (WARN_ON(IS_ERR_VALUE(npages)))
		return;
	for (i = 0; i < npages; i++)
		unpin_user_page(pages[i]);
}
EXPORT_SYMBOL(unpin_user_pages);

void unpin_user_pages_dirty_lock(struct page **pages, unsigned long npages,
				 bool make_dirty)
{
	unsigned long i;

	if (!make_dirty) {
		unpin_user_pages(pages, npages);
		return;
	}
	for (i = 0; i < npages; i++) {
		set_page_dirty_lock(pages[i]);
		unpin_user_page(pages[i]);
	}
}
EXPORT_SYMBOL(unpin_user_pages_dirty_lock);

#ifdef CONFIG_MMU
/*
 * The slow way: with mmap_lock, taking faults
 */

/* NULL asks for a fault. */
static struct page *follow_page_mask(struct vm_area_struct *vma,
				     unsigned long address, unsigned int flags)
{
	struct page *page;

	if (WARN_ON_ONCE((flags & (FOLL_PIN | FOLL_GET)) == (FOLL_PIN | FOLL_GET)))
		return ERR_PTR(-EINVAL);
	if (flags & FOLL_MIGRATION)
		wait_on_moving_page(vma, address);
	if ((flags & (FOLL_SPLIT | FOLL_SPLIT_PMD)) &&
	    split_huge_at(vma, address, flags & FOLL_SPLIT))
		return ERR_PTR(-ENOMEM);
	if ((flags & FOLL_NUMA) && mapped_protnone(vma, address))
		return NULL;
	/* With force, what was copied may be written to. */
	page = mapped_page(vma, address, flags & FOLL_WRITE,
			   (flags & FOLL_FORCE) && (flags & FOLL_COW));
	/* A core file shows zeroes without them being allocated first. */
	if (!page && (flags & FOLL_DUMP) && vma_is_anonymous(vma))
		return ERR_PTR(-EFAULT);
	if (!page)
		return NULL;
	if (IS_ERR(page))
		return ERR_PTR(-EEXIST);
	if (!try_grab_page(page, flags))
		return ERR_PTR(-ENOMEM);
	if (flags & FOLL_TOUCH)
		mark_page_accessed(page);
	if ((flags & FOLL_MLOCK) && (vma->vm_flags & VM_LOCKED))
		mlock_page(page);
	return page;
}

/* What is mapped at an address, without a fault; with FOLL_GET, referenced. */
struct page *follow_page(struct vm_area_struct *vma, unsigned long address,
			 unsigned int foll_flags)
{
	return follow_page_mask(vma, address, foll_flags);
}

/*
 * Takes the fault for one address. With a pointer to locked, unless FOLL_NOWAIT
 * forbids it, mmap_lock may be gone afterwards; *locked is 0 then.
 */
static int faultin_page(struct vm_area_struct *vma, unsigned long address,
			unsigned int *flags_p, int *locked)
{
	unsigned int flags = *flags_p, fault_flags = 0;
	vm_fault_t ret;

	/* The pages of a locked mapping are populated, not waited for. */
	if ((flags & (FOLL_POPULATE | FOLL_MLOCK)) == FOLL_MLOCK)
		return -ENOENT;
	if (flags & FOLL_WRITE)
		fault_flags |= FAULT_FLAG_WRITE;
	if (flags & FOLL_REMOTE)
		fault_flags |= FAULT_FLAG_REMOTE;
	if (locked)
		fault_flags |= FAULT_FLAG_ALLOW_RETRY | FAULT_FLAG_KILLABLE;
	if (flags & FOLL_NOWAIT)
		fault_flags |= FAULT_FLAG_ALLOW_RETRY | FAULT_FLAG_RETRY_NOWAIT;
	if (flags & FOLL_TRIED)
		fault_flags |= FAULT_FLAG_TRIED;

	ret = handle_mm_fault(vma, address, fault_flags, NULL);
	if (ret & VM_FAULT_ERROR) {
		int err = vm_fault_to_errno(ret, flags);

		BUG_ON(!err);
		return err;
	}
	if (ret & VM_FAULT_RETRY) {
		if (locked && !(fault_flags & FAULT_FLAG_RETRY_NOWAIT))
			*locked = 0;
		return -EBUSY;
	}
	/* A copy is as good as a write. */
	if ((flags & FOLL_WRITE) && !(vma->vm_flags & VM_WRITE))
		*flags_p |= FOLL_COW;
	return 0;
}

static int check_vma_flags(struct vm_area_struct *vma, unsigned long gup_flags)
{
	vm_flags_t need = gup_flags & FOLL_WRITE ? VM_WRITE : VM_READ;

	if (vma->vm_flags & (VM_IO | VM_PFNMAP))
		return -EFAULT;
	if ((gup_flags & FOLL_ANON) && !vma_is_anonymous(vma))
		return -EFAULT;
	/* What the user could allow is allowed by force, if it makes a copy. */
	if (!(vma->vm_flags & need) &&
	    (!(gup_flags & FOLL_FORCE) || !vma_may_force(vma, need)))
		return -EFAULT;
	return arch_vma_access_permitted(vma, need == VM_WRITE, false,
					 gup_flags & FOLL_REMOTE) ? 0 : -EFAULT;
}

/*
 * The loop over the addresses. It returns how many pages it went past, or an
 * error if there was not even one; 0 says that it could not wait, or that the
 * lock is gone (*locked == 0). locked may be NULL.
 */
static long __get_user_pages(struct mm_struct *mm, unsigned long start,
			     unsigned long nr_pages, unsigned int gup_flags,
			     struct page **pages, struct vm_area_struct **vmas,
			     int *locked)
{
	struct vm_area_struct *vma = NULL;
	long ret = 0, done = 0;

	if (!nr_pages)
		return 0;

	start = untagged_addr_remote(mm, start);
	VM_BUG_ON(!!pages != !!(gup_flags & (FOLL_GET | FOLL_PIN)));
	/* Force looks over what NUMA balancing made inaccessible. */
	if (!(gup_flags & FOLL_FORCE))
		gup_flags |= FOLL_NUMA;

	do {
		unsigned int foll_flags = gup_flags;
		struct page *page;

		if (!vma || start >= vma->vm_end) {
			vma = find_extend_vma(mm, start);
			if (!vma) {
				ret = -EFAULT;
				break;
			}
			ret = check_vma_flags(vma, gup_flags);
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

		page = follow_page_mask(vma, start, foll_flags);
		if (!page) {
			ret = faultin_page(vma, start, &foll_flags, locked);
			if (!ret)
				goto again;
			if (ret == -EBUSY || ret == -ENOENT)
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
		if (vmas)
			vmas[done] = vma;
		done++;
		start += PAGE_SIZE;
	} while (done < nr_pages);
	return done ? done : ret;
}

/*
 * Goes on after waits. With a pointer to locked, the caller says that mmap_lock
 * is held, and may find it released, and *locked 0. Without one nobody waits
 * with the lock released.
 */
static __always_inline long __get_user_pages_locked(struct mm_struct *mm,
						    unsigned long start,
						    unsigned long nr_pages,
						    struct page **pages,
						    struct vm_area_struct **vmas,
						    int *locked,
						    unsigned int flags)
{
	bool lock_dropped = false;
	long ret, pages_done = 0;

	if (locked) {
		/* A vma is no longer there once the lock was let go of. */
		BUG_ON(vmas);
		BUG_ON(*locked != 1);
	}

	/* Who wants pages without a pin wants references. */
	if (pages && !(flags & FOLL_PIN))
		flags |= FOLL_GET;

	for (;;) {
		ret = __get_user_pages(mm, start, nr_pages, flags, pages, vmas,
				       locked);
		if (!locked)
			return ret;
		if (ret > 0) {
			nr_pages -= ret;
			pages_done += ret;
			if (!nr_pages)
				break;
		}
		if (*locked) {
			if (!pages_done)
				pages_done = ret;
			break;
		}

		/* We waited without the lock: on with the page that it was for. */
		if (likely(pages))
			pages += ret;
		start += ret << PAGE_SHIFT;
		lock_dropped = true;
retry:
		if (fatal_signal_pending(current)) {
			if (!pages_done)
				pages_done = -EINTR;
			break;
		}
		ret = mmap_read_lock_killable(mm);
		if (ret) {
			if (!pages_done)
				pages_done = ret;
			break;
		}
		*locked = 1;
		ret = __get_user_pages(mm, start, 1, flags | FOLL_TRIED, pages,
				       NULL, locked);
		if (!*locked)
			goto retry;
		if (ret != 1) {
			if (!pages_done)
				pages_done = ret;
			break;
		}
		pages_done++;
		if (!--nr_pages)
			break;
		if (likely(pages))
			pages++;
		start += PAGE_SIZE;
	}

	if (lock_dropped && *locked) {
		mmap_read_unlock(mm);
		*locked = 0;
	}
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
		vma = find_extend_vma(mm, address);
		if (!vma || !(vma->vm_flags & wanted))
			return -EFAULT;
		if ((fault_flags & FAULT_FLAG_KILLABLE) &&
		    fatal_signal_pending(current))
			return -EINTR;

		ret = handle_mm_fault(vma, address, fault_flags, NULL);
		if (ret & VM_FAULT_ERROR)
			return vm_fault_to_errno(ret, 0);
		if (!(ret & VM_FAULT_RETRY))
			return 0;

		/* The caller goes on with the lock, but knows of the gap. */
		mmap_read_lock(mm);
		*unlocked = true;
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
	int gup_flags = FOLL_TOUCH | FOLL_POPULATE | FOLL_MLOCK;
	long ret;

	VM_BUG_ON(!PAGE_ALIGNED(start) || !PAGE_ALIGNED(end));
	VM_BUG_ON(start < vma->vm_start || end > vma->vm_end);
	mmap_assert_locked(vma->vm_mm);

	if (vma->vm_flags & VM_LOCKONFAULT)
		gup_flags &= ~FOLL_POPULATE;
	/* Copies of what is private; what is shared need not become dirty. */
	if ((vma->vm_flags & (VM_WRITE | VM_SHARED)) == VM_WRITE)
		gup_flags |= FOLL_WRITE;
	if (vma_is_accessible(vma))
		gup_flags |= FOLL_FORCE;

	ret = __get_user_pages(vma->vm_mm, start, (end - start) / PAGE_SIZE,
			       gup_flags, NULL, NULL, locked);
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
				    struct vm_area_struct **vmas, int *locked,
				    unsigned int flags)
{
	vm_flags_t need = flags & FOLL_WRITE ? VM_WRITE : VM_READ;
	long i;

	for (i = 0; i < nr_pages; i++, start += PAGE_SIZE) {
		struct vm_area_struct *vma = find_vma(mm, start);

		if (!vma || !(vma->vm_flags & need || flags & FOLL_FORCE))
			break;
		if (pages) {
			pages[i] = virt_to_page((void *)start);
			get_page(pages[i]);
		}
		if (vmas)
			vmas[i] = vma;
	}
	return i || !nr_pages ? i : -EFAULT;
}
#endif /* CONFIG_MMU */

#ifdef CONFIG_ELF_CORE
/* The page for a core file, NULL for a hole. Takes mmap_lock itself. */
struct page *get_dump_page(unsigned long addr)
{
	struct mm_struct *mm = current->mm;
	struct page *page;
	int locked = 1;
	long ret;

	if (mmap_read_lock_killable(mm))
		return NULL;
	ret = __get_user_pages_locked(mm, addr, 1, &page, NULL, &locked,
				      FOLL_FORCE | FOLL_DUMP | FOLL_GET);
	if (locked)
		mmap_read_unlock(mm);
	return ret == 1 ? page : NULL;
}
#endif

/*
 * Pins that may last
 */

/* 0 if all may stay; -EAGAIN if they were moved, and are no longer pinned. */
static long check_and_migrate_cma_pages(unsigned long nr_pages,
					    struct page **pages)
{
	unsigned long i, moved = 0;
	int err = 0;

	for (i = 0; i < nr_pages; i++) {
		if (!err && page_is_cma(pages[i])) {
			err = page_migrate_away(pages[i]);
			moved++;
		}
	}
	if (!moved)
		return 0;
	unpin_user_pages(pages, nr_pages);
	return err ? err : -EAGAIN;
}

/* Never with a pointer to locked: the vmas are looked at afterwards. */
static long __gup_longterm_locked(struct mm_struct *mm, unsigned long start,
				  unsigned long nr_pages, struct page **pages,
				  struct vm_area_struct **vmas,
				  unsigned int gup_flags)
{
	unsigned int saved;
	long nr, ret = 0;

	if (!(gup_flags & FOLL_LONGTERM))
		return __get_user_pages_locked(mm, start, nr_pages, pages, vmas,
					       NULL, gup_flags);
	if (!pages)
		return -EINVAL;

	saved = memalloc_nocma_save();
	do {
		nr = __get_user_pages_locked(mm, start, nr_pages, pages, vmas,
					     NULL, gup_flags);
		if (nr <= 0)
			break;
		ret = check_and_migrate_cma_pages(nr, pages);
	} while (ret == -EAGAIN);
	memalloc_nocma_restore(saved);
	return nr > 0 && ret ? ret : nr;
}

/*
 * The entries
 */

/* What the get_ entries refuse: only pins can last, and they take none. */
static bool is_valid_gup_flags(unsigned int gup_flags)
{
	if (WARN_ON_ONCE(gup_flags & FOLL_PIN))
		return false;
	if (WARN_ON_ONCE(gup_flags & FOLL_LONGTERM))
		return false;
	return true;
}

#ifdef CONFIG_MMU
static long __get_user_pages_remote(struct mm_struct *mm,
				    unsigned long start, unsigned long nr_pages,
				    unsigned int gup_flags, struct page **pages,
				    struct vm_area_struct **vmas, int *locked)
{
	if (gup_flags & FOLL_LONGTERM) {
		/* The vmas have to stay for as long as it takes. */
		if (WARN_ON_ONCE(locked))
			return -EINVAL;
		return __gup_longterm_locked(mm, start, nr_pages, pages, vmas,
					     gup_flags | FOLL_TOUCH | FOLL_REMOTE);
	}
	return __get_user_pages_locked(mm, start, nr_pages, pages, vmas, locked,
				       gup_flags | FOLL_TOUCH | FOLL_REMOTE);
}

long get_user_pages_remote(struct mm_struct *mm,
			   unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages,
			   struct vm_area_struct **vmas, int *locked)
{
	if (!is_valid_gup_flags(gup_flags))
		return -EINVAL;
	return __get_user_pages_remote(mm, start, nr_pages, gup_flags, pages,
				       vmas, locked);
}
EXPORT_SYMBOL(get_user_pages_remote);
#else
long get_user_pages_remote(struct mm_struct *mm,
			   unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages,
			   struct vm_area_struct **vmas, int *locked)
{
	return 0;
}

static long __get_user_pages_remote(struct mm_struct *mm,
				    unsigned long start, unsigned long nr_pages,
				    unsigned int gup_flags, struct page **pages,
				    struct vm_area_struct **vmas, int *locked)
{
	return 0;
}
#endif

long get_user_pages(unsigned long start, unsigned long nr_pages,
		    unsigned int gup_flags, struct page **pages,
		    struct vm_area_struct **vmas)
{
	if (!is_valid_gup_flags(gup_flags))
		return -EINVAL;
	return __gup_longterm_locked(current->mm, start, nr_pages, pages, vmas,
				     gup_flags | FOLL_TOUCH);
}
EXPORT_SYMBOL(get_user_pages);

/* The caller holds mmap_lock, and may find it released: *locked is 0 then. */
long get_user_pages_locked(unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages,
			   int *locked)
{
	/* It may let go of the lock: see __get_user_pages_remote(). */
	if (WARN_ON_ONCE(gup_flags & FOLL_LONGTERM))
		return -EINVAL;
	if (WARN_ON_ONCE(gup_flags & FOLL_PIN))
		return -EINVAL;
	return __get_user_pages_locked(current->mm, start, nr_pages, pages,
				       NULL, locked, gup_flags | FOLL_TOUCH);
}
EXPORT_SYMBOL(get_user_pages_locked);

long get_user_pages_unlocked(unsigned long start, unsigned long nr_pages,
			     struct page **pages, unsigned int gup_flags)
{
	struct mm_struct *mm = current->mm;
	int locked = 1;
	long ret;

	/* It may let go of the lock: see __get_user_pages_remote(). */
	if (WARN_ON_ONCE(gup_flags & FOLL_LONGTERM))
		return -EINVAL;

	mmap_read_lock(mm);
	ret = __get_user_pages_locked(mm, start, nr_pages, pages, NULL, &locked,
				      gup_flags | FOLL_TOUCH);
	if (locked)
		mmap_read_unlock(mm);
	return ret;
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

	if (!page || !try_grab_page(page, flags))
		return false;
	pages[(*nr)++] = page;
	return true;
}

static unsigned long lockless_pages_from_mm(unsigned long start,
					    unsigned long end,
					    unsigned int gup_flags,
					    struct page **pages)
{
	unsigned int seq = READ_ONCE(current->mm->write_protect_seq);
	unsigned long flags;
	int nr_pinned = 0;

	if (!IS_ENABLED(CONFIG_HAVE_FAST_GUP))
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
		unpin_user_pages(pages, nr_pinned);
		return 0;
	}
	return nr_pinned;
}

/* The slow way with the lock taken here; only without LONGTERM it is let go of. */
static long gup_longterm_unlocked(unsigned long start, int nr_pages,
				  unsigned int gup_flags, struct page **pages)
{
	long ret;

	if (!(gup_flags & FOLL_LONGTERM))
		return get_user_pages_unlocked(start, nr_pages, pages, gup_flags);
	mmap_read_lock(current->mm);
	ret = __gup_longterm_locked(current->mm, start, nr_pages, pages, NULL,
				    gup_flags);
	mmap_read_unlock(current->mm);
	return ret;
}

static int internal_get_user_pages_fast(unsigned long start,
					unsigned long nr_pages,
					unsigned int gup_flags,
					struct page **pages)
{
	unsigned long len = nr_pages << PAGE_SHIFT, end, fast;
	long slow;

	if (WARN_ON_ONCE(gup_flags & ~(FOLL_WRITE | FOLL_LONGTERM | FOLL_FORCE |
				       FOLL_PIN | FOLL_GET | FOLL_FAST_ONLY)))
		return -EINVAL;
	if (!(gup_flags & FOLL_FAST_ONLY))
		might_lock_read(&current->mm->mmap_lock);

	start = untagged_addr(start) & PAGE_MASK;
	if (check_add_overflow(start, len, &end))
		return 0;
	if (!access_ok((void __user *)start, len))
		return -EFAULT;

	fast = lockless_pages_from_mm(start, end, gup_flags, pages);
	if (fast == nr_pages || (gup_flags & FOLL_FAST_ONLY))
		return fast;

	slow = gup_longterm_unlocked(start + (fast << PAGE_SHIFT),
				     nr_pages - fast, gup_flags, pages + fast);
	if (slow >= 0)
		return fast + slow;
	/* What there is has to be given back: its number goes before. */
	return fast ? fast : slow;
}

/* Never an error: none is as good as no page. */
int get_user_pages_fast_only(unsigned long start, int nr_pages,
			     unsigned int gup_flags, struct page **pages)
{
	int nr_pinned;

	gup_flags |= FOLL_GET | FOLL_FAST_ONLY;
	nr_pinned = internal_get_user_pages_fast(start, nr_pages, gup_flags,
						 pages);
	return nr_pinned < 0 ? 0 : nr_pinned;
}
EXPORT_SYMBOL_GPL(get_user_pages_fast_only);

int get_user_pages_fast(unsigned long start, int nr_pages,
			unsigned int gup_flags, struct page **pages)
{
	if (!is_valid_gup_flags(gup_flags))
		return -EINVAL;
	gup_flags |= FOLL_GET;
	return internal_get_user_pages_fast(start, nr_pages, gup_flags, pages);
}
EXPORT_SYMBOL_GPL(get_user_pages_fast);

int pin_user_pages_fast(unsigned long start, int nr_pages,
			unsigned int gup_flags, struct page **pages)
{
	if (WARN_ON_ONCE(gup_flags & FOLL_GET))
		return -EINVAL;
	gup_flags |= FOLL_PIN;
	return internal_get_user_pages_fast(start, nr_pages, gup_flags, pages);
}
EXPORT_SYMBOL_GPL(pin_user_pages_fast);

int pin_user_pages_fast_only(unsigned long start, int nr_pages,
			     unsigned int gup_flags, struct page **pages)
{
	int nr_pinned;

	if (WARN_ON_ONCE(gup_flags & FOLL_GET))
		return 0;
	gup_flags |= FOLL_PIN | FOLL_FAST_ONLY;
	nr_pinned = internal_get_user_pages_fast(start, nr_pages, gup_flags,
						 pages);
	return nr_pinned < 0 ? 0 : nr_pinned;
}
EXPORT_SYMBOL_GPL(pin_user_pages_fast_only);

long pin_user_pages_remote(struct mm_struct *mm,
			   unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages,
			   struct vm_area_struct **vmas, int *locked)
{
	if (WARN_ON_ONCE(gup_flags & FOLL_GET))
		return -EINVAL;
	gup_flags |= FOLL_PIN;
	return __get_user_pages_remote(mm, start, nr_pages, gup_flags, pages,
				       vmas, locked);
}
EXPORT_SYMBOL(pin_user_pages_remote);

long pin_user_pages(unsigned long start, unsigned long nr_pages,
		    unsigned int gup_flags, struct page **pages,
		    struct vm_area_struct **vmas)
{
	if (WARN_ON_ONCE(gup_flags & FOLL_GET))
		return -EINVAL;
	gup_flags |= FOLL_PIN;
	return __gup_longterm_locked(current->mm, start, nr_pages, pages, vmas,
				     gup_flags);
}
EXPORT_SYMBOL(pin_user_pages);

long pin_user_pages_locked(unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages,
			   int *locked)
{
	/* As in get_user_pages_locked(). */
	if (WARN_ON_ONCE(gup_flags & FOLL_LONGTERM))
		return -EINVAL;
	if (WARN_ON_ONCE(gup_flags & FOLL_GET))
		return -EINVAL;
	gup_flags |= FOLL_PIN;
	return __get_user_pages_locked(current->mm, start, nr_pages, pages,
				       NULL, locked, gup_flags | FOLL_TOUCH);
}
EXPORT_SYMBOL(pin_user_pages_locked);

long pin_user_pages_unlocked(unsigned long start, unsigned long nr_pages,
			     struct page **pages, unsigned int gup_flags)
{
	if (WARN_ON_ONCE(gup_flags & FOLL_GET))
		return -EINVAL;
	gup_flags |= FOLL_PIN;
	return get_user_pages_unlocked(start, nr_pages, pages, gup_flags);
}
EXPORT_SYMBOL(pin_user_pages_unlocked);
