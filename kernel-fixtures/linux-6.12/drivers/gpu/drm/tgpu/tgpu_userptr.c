// SPDX-License-Identifier: MIT
// Objects of a graphics processor that lie in memory of user space.
#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>

#define TGPU_BO_READONLY	(1U << 0)
#define TGPU_BO_NOTIFIED	(1U << 1)

struct tgpu_bo {
	struct mm_struct *mm;
	unsigned long start;
	int npages;
	unsigned int flags;
	struct page **pages;
	struct page **refs;
};

static unsigned int tgpu_gup_flags(const struct tgpu_bo *bo)
{
	return bo->flags & TGPU_BO_READONLY ? 0 : FOLL_WRITE;
}

/* Whether one mapping backs the whole object. */
static bool tgpu_range_ok(const struct tgpu_bo *bo)
{
	struct vm_area_struct *vma = vma_lookup(bo->mm, bo->start);

	return vma && bo->start + bo->npages * PAGE_SIZE <= vma->vm_end;
}

/*
 * With a notifier: the pages are referenced, and are let go of when the mapping
 * changes. The lock keeps that from happening here and now.
 */
static int tgpu_get_pages(struct tgpu_bo *bo)
{
	long n = -EFAULT;

	mmap_read_lock(bo->mm);
	if (tgpu_range_ok(bo))
		n = get_user_pages_remote(bo->mm, bo->start, bo->npages,
					  tgpu_gup_flags(bo), bo->refs, NULL);
	mmap_read_unlock(bo->mm);
	if (n == bo->npages)
		return 0;
	if (n > 0)
		release_pages(bo->refs, n);
	return n < 0 ? n : -EFAULT;
}

static void tgpu_put_pages(struct tgpu_bo *bo)
{
	release_pages(bo->refs, bo->npages);
}

/* Without one: the pages are pinned for good. */
static int tgpu_pin_pages(struct tgpu_bo *bo)
{
	struct mm_struct *mm = current->mm;
	int n = -EFAULT;

	mmap_read_lock(mm);
	if (tgpu_range_ok(bo))
		n = pin_user_pages_fast(bo->start, bo->npages, /* want mmap-lock-held */
					tgpu_gup_flags(bo) | FOLL_LONGTERM,
					bo->pages);
	mmap_read_unlock(mm);
	if (n == bo->npages)
		return 0;
	if (n > 0)
		unpin_user_pages(bo->pages, n);
	return n < 0 ? n : -EFAULT;
}

/* Written before there were pins. */
static void tgpu_unpin_pages(struct tgpu_bo *bo)
{
	int i;

	for (i = 0; i < bo->npages; i++) {
		if (!(bo->flags & TGPU_BO_READONLY))
			set_page_dirty_lock(bo->pages[i]);
		put_page(bo->pages[i]); /* want wrong-release */
	}
}

int tgpu_bo_populate(struct tgpu_bo *bo)
{
	if (bo->flags & TGPU_BO_NOTIFIED)
		return tgpu_get_pages(bo);
	return tgpu_pin_pages(bo);
}

void tgpu_bo_clear(struct tgpu_bo *bo)
{
	if (bo->flags & TGPU_BO_NOTIFIED)
		tgpu_put_pages(bo);
	else
		tgpu_unpin_pages(bo);
}
