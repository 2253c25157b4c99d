// SPDX-License-Identifier: MIT
// bad.c, repaired.
#include <linux/mm.h>
#include <linux/err.h>
#include <linux/errno.h>

struct vdev {
	struct mm_struct *mm;
	struct vm_area_struct *vma;
};

int of_vma_remote(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	struct page *page;

	page = get_user_page_vma_remote(mm, addr, FOLL_WRITE, &vma);
	if (IS_ERR(page))
		return PTR_ERR(page);
	put_page(page);
	return 0;
}

int of_dump(unsigned long addr)
{
	struct page *page = get_dump_page(addr);

	if (!page)
		return -EFAULT;
	put_page(page);
	return 0;
}

static struct page *grab(struct vdev *v, unsigned long addr)
{
	return get_user_page_vma_remote(v->mm, addr, FOLL_WRITE, &v->vma);
}

int caller_of_helper(struct vdev *v, unsigned long addr)
{
	struct page *page = grab(v, addr);

	if (IS_ERR(page))
		return PTR_ERR(page);
	put_page(page);
	return 0;
}
