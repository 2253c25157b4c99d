// SPDX-License-Identifier: MIT
// The right kind of failure, or both.
#include <linux/mm.h>
#include <linux/err.h>
#include <linux/errno.h>

struct vdev {
	struct mm_struct *mm;
	struct vm_area_struct *vma;
	struct page *page;
};

int error_pointer(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	struct page *page;

	page = get_user_page_vma_remote(mm, addr, FOLL_WRITE, &vma);
	if (IS_ERR(page))
		return PTR_ERR(page);
	put_page(page);
	return 0;
}

int both(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	struct page *page = get_user_page_vma_remote(mm, addr, 0, &vma);

	if (IS_ERR_OR_NULL(page))
		return -EFAULT;
	put_page(page);
	return 0;
}

int one_then_the_other(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	struct page *page = get_user_page_vma_remote(mm, addr, 0, &vma);

	if (!page)
		return -EFAULT;
	if (IS_ERR(page))
		return PTR_ERR(page);
	put_page(page);
	return 0;
}

int or_zero(struct vdev *v, unsigned long addr)
{
	v->page = get_user_page_vma_remote(v->mm, addr, 0, &v->vma);
	return PTR_ERR_OR_ZERO(v->page);
}

int as_a_value(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	struct page *page = get_user_page_vma_remote(mm, addr, 0, &vma);

	return IS_ERR_VALUE((unsigned long)page) ? -EFAULT : 0;
}

/* Cleared where it is an error, and tested for NULL from there on. */
int cleared(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	struct page *page = get_user_page_vma_remote(mm, addr, 0, &vma);

	if (IS_ERR(page))
		page = NULL;
	if (!page)
		return -EFAULT;
	put_page(page);
	return 0;
}

int hole(unsigned long addr)
{
	struct page *page = get_dump_page(addr);

	if (!page)
		return 0;
	put_page(page);
	return 1;
}

bool dumped(unsigned long addr)
{
	struct page *page = get_dump_page(addr);

	if (page) {
		put_page(page);
		return true;
	}
	return false;
}

struct page *handed_on(struct mm_struct *mm, unsigned long addr,
		       struct vm_area_struct **vma)
{
	return get_user_page_vma_remote(mm, addr, 0, vma);
}

/* The helper makes NULL of it. */
static struct page *grab_or_null(struct vdev *v, unsigned long addr)
{
	struct page *page;

	page = get_user_page_vma_remote(v->mm, addr, FOLL_WRITE, &v->vma);
	return IS_ERR(page) ? NULL : page;
}

int caller_of_helper(struct vdev *v, unsigned long addr)
{
	struct page *page = grab_or_null(v, addr);

	if (!page)
		return -EFAULT;
	put_page(page);
	return 0;
}

/* One of two, each with a failure of its own. */
int one_of_two(struct vdev *v, unsigned long addr, bool dump)
{
	struct page *page;

	if (dump)
		page = get_dump_page(addr);
	else
		page = get_user_page_vma_remote(v->mm, addr, 0, &v->vma);
	if (IS_ERR_OR_NULL(page))
		return -EFAULT;
	put_page(page);
	return 0;
}

/* Compared with another page: that is no test for failure. */
bool same_page(struct vdev *v, unsigned long addr)
{
	struct page *page = get_user_page_vma_remote(v->mm, addr, 0, &v->vma);

	return page == v->page;
}
