// SPDX-License-Identifier: MIT
// The wrong kind of failure is looked for.
#include <linux/mm.h>
#include <linux/err.h>
#include <linux/errno.h>

struct vdev {
	struct mm_struct *mm;
	struct vm_area_struct *vma;
	struct page *page;
};

int null_of_vma_remote(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	struct page *page;

	page = get_user_page_vma_remote(mm, addr, FOLL_WRITE, &vma); // step "the result comes from here"
	if (!page) // want "get_user_page_vma_remote.. fails with an error pointer, never with NULL, and this test lets it pass"
		return -EFAULT;
	put_page(page);
	return 0;
}

int inverted(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	struct page *got = get_user_page_vma_remote(mm, addr, 0, &vma);

	if (got) { // want "fails with an error pointer, never with NULL"
		put_page(got);
		return 0;
	}
	return -EFAULT;
}

int compared_with_null(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	struct page *page = get_user_page_vma_remote(mm, addr, 0, &vma);
	int err = -EFAULT;

	if (page == NULL) // want "fails with an error pointer, never with NULL"
		goto out;
	put_page(page);
	err = 0;
out:
	return err;
}

int in_a_choice(struct vdev *v, unsigned long addr)
{
	v->page = get_user_page_vma_remote(v->mm, addr, 0, &v->vma);
	return v->page ? 0 : -EFAULT; // want "fails with an error pointer, never with NULL"
}

int error_of_dump(unsigned long addr)
{
	struct page *page = get_dump_page(addr);

	if (IS_ERR(page)) // want "get_dump_page.. fails with NULL, never with an error pointer, and this test lets it pass"
		return PTR_ERR(page);
	put_page(page);
	return 0;
}

int no_error_of_dump(unsigned long addr)
{
	struct page *page = get_dump_page(addr);

	if (!IS_ERR(page)) { // want "fails with NULL, never with an error pointer"
		put_page(page);
		return 0;
	}
	return -EFAULT;
}

/* The helper hands it on, and its caller looks for the wrong thing. */
static struct page *grab(struct vdev *v, unsigned long addr)
{
	return get_user_page_vma_remote(v->mm, addr, FOLL_WRITE, &v->vma);
}

int caller_of_helper(struct vdev *v, unsigned long addr)
{
	struct page *page = grab(v, addr); // step "the result comes from here"

	if (!page) // want "fails with an error pointer, never with NULL"
		return -EFAULT;
	put_page(page);
	return 0;
}

static struct page *grab_one(struct vdev *v)
{
	return grab(v, 0);
}

int two_above(struct vdev *v)
{
	struct page *page = grab_one(v);

	if (!page) // want "fails with an error pointer, never with NULL"
		return -EFAULT;
	put_page(page);
	return 0;
}

struct vdev_ops {
	struct page *(*get)(struct vdev *v, unsigned long addr);
};

static const struct vdev_ops ops = {
	.get = grab,
};

int behind_ops(struct vdev *v, const struct vdev_ops *o, unsigned long addr)
{
	struct page *page = o->get(v, addr);

	if (!page) // want "fails with an error pointer, never with NULL"
		return -EFAULT;
	put_page(page);
	return 0;
}
