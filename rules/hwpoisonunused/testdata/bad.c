// SPDX-License-Identifier: MIT
// FOLL_HWPOISON asked for, and -EHWPOISON lost among all other errors.
#include <linux/mm.h>
#include <linux/errno.h>

struct vdev {
	struct mm_struct *mm;
	struct page *page;
	int state;
};

#define VDEV_FAULTED	3

/* One number for all failures. */
int fold_into_efault(unsigned long addr, struct page **page)
{
	long ret;

	ret = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE | FOLL_HWPOISON); // want "FOLL_HWPOISON is in vain: -EHWPOISON of get_user_pages_unlocked"
	if (ret != 1)
		return -EFAULT; // step "becomes -EFAULT here"
	return 0;
}

/* The same with the condition the other way round. */
int fold_inverted(unsigned long addr, struct page **page)
{
	if (get_user_pages_unlocked(addr, 1, page, FOLL_HWPOISON) == 1) // want "in vain"
		return 0;
	return -EFAULT;
}

/* And with a label. */
int fold_at_label(unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE;
	int err = -EIO;
	long got;

	flags |= FOLL_HWPOISON; // step "FOLL_HWPOISON is set here"
	got = get_user_pages_unlocked(addr, 1, page, flags); // want "in vain"
	if (got < 1)
		goto out;
	err = 0;
out:
	return err;
}

/* Nothing but whether it worked. */
bool fold_into_bool(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_HWPOISON) == 1; // want "in vain"
}

struct page *fold_into_null(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_unlocked(addr, 1, &page, FOLL_HWPOISON) != 1) // want "in vain"
		return NULL;
	return page;
}

struct page *fold_into_errptr(unsigned long addr)
{
	struct page *page;
	long ret = get_user_pages_unlocked(addr, 1, &page, FOLL_HWPOISON); // want "in vain"

	if (ret < 0)
		return ERR_PTR(-ENXIO);
	return page;
}

/* The caller of the caller folds it. */
static long grab(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, flags | FOLL_WRITE);
}

static long grab_more(unsigned long addr, unsigned int flags, struct page **page)
{
	return grab(addr, flags, page);
}

int fold_three_frames_up(unsigned long addr, struct page **page)
{
	if (grab_more(addr, FOLL_HWPOISON, page) != 1) // want "in vain"
		return -EFAULT;
	return 0;
}

/* A wrapper with the flag in it, and nobody above who would look. */
static long grab_poison(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_HWPOISON); // want "in vain"
}

int fold_result_of_wrapper(unsigned long addr, struct page **page)
{
	long n = grab_poison(addr, page);

	return n == 1 ? 0 : -EFAULT; // step "becomes -EFAULT here"
}

/* Through an ops table. */
struct vdev_ops {
	long (*fill)(struct vdev *v, unsigned long addr);
};

static long vdev_fill(struct vdev *v, unsigned long addr)
{
	int locked = 1;

	return get_user_pages_remote(v->mm, addr, 1, FOLL_HWPOISON, &v->page, // want "in vain"
				     &locked);
}

static const struct vdev_ops ops = {
	.fill = vdev_fill,
};

int fold_behind_ops(struct vdev *v, const struct vdev_ops *o, unsigned long addr)
{
	if (o->fill(v, addr) != 1)
		return -EIO;
	return 0;
}

/* Only kept as a state. */
void fold_into_state(struct vdev *v, unsigned long addr)
{
	long n = get_user_pages_unlocked(addr, 1, &v->page, FOLL_HWPOISON); // want "in vain"

	if (n != 1)
		v->state = VDEV_FAULTED;
}

/* Nobody asks at all. */
void faulted_in_and_forgotten(unsigned long addr)
{
	get_user_pages_unlocked(addr, 1, NULL, FOLL_HWPOISON); // want "in vain"
}
