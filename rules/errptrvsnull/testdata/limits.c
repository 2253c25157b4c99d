// SPDX-License-Identifier: MIT
// What the rule cannot see.
#include <linux/mm.h>
#include <linux/errno.h>

struct vdev {
	struct mm_struct *mm;
	struct vm_area_struct *vma;
	struct page *page;
};

void fetch(struct vdev *v, unsigned long addr)
{
	v->page = get_user_page_vma_remote(v->mm, addr, 0, &v->vma);
}

/* The pointer comes out of memory. */
int fetched(struct vdev *v)
{
	if (!v->page) // limit "fails with an error pointer"
		return -EFAULT;
	put_page(v->page);
	return 0;
}

/* Not looked at at all. */
void untested(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;

	put_page(get_user_page_vma_remote(mm, addr, 0, &vma)); // limit "fails with an error pointer"
}
