// SPDX-License-Identifier: MIT
// Fewer pages than asked for, taken for all of them.
#include <linux/mm.h>
#include <linux/err.h>
#include <linux/errno.h>

struct vdev {
	unsigned long addr;
	int nr;
	int ready;
	struct page **pages;
};

void use_page(struct page *page);

int only_errors(struct vdev *v)
{
	int i, n;

	n = pin_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages); // want "pin_user_pages_fast.. may return fewer pages than asked for, and nothing here tells that from success"
	if (n < 0)
		return n;
	for (i = 0; i < v->nr; i++)
		use_page(v->pages[i]);
	return 0;
}

int inverted(struct vdev *v)
{
	long n = get_user_pages_unlocked(v->addr, v->nr, v->pages, 0); // want "may return fewer pages than asked for"

	if (n >= 0)
		return 0;
	return n;
}

int any_at_all(struct vdev *v)
{
	int n = get_user_pages_fast(v->addr, v->nr, 0, v->pages); // want "may return fewer pages than asked for"

	if (n <= 0)
		return -EFAULT;
	use_page(v->pages[v->nr - 1]);
	return 0;
}

int at_label(struct vdev *v)
{
	int err = -EFAULT;

	if (get_user_pages_fast(v->addr, v->nr, 0, v->pages) < 1) // want "may return fewer pages than asked for"
		goto out;
	v->ready = 1;
	err = 0;
out:
	return err;
}

int not_zero(struct vdev *v)
{
	int n = get_user_pages_fast(v->addr, v->nr, 0, v->pages); // want "may return fewer pages than asked for"

	if (!n)
		return -EFAULT;
	return 0;
}

int in_a_choice(struct vdev *v)
{
	int n = get_user_pages_fast(v->addr, v->nr, 0, v->pages); // want "may return fewer pages than asked for"

	return n < 0 ? n : 0;
}

bool as_a_value(struct vdev *v)
{
	return get_user_pages_fast(v->addr, v->nr, 0, v->pages) > 0; // want "may return fewer pages than asked for"
}

int error_value(struct vdev *v)
{
	unsigned long n;

	n = get_user_pages_unlocked(v->addr, v->nr, v->pages, 0); // want "may return fewer pages than asked for"
	if (IS_ERR_VALUE(n))
		return n;
	return 0;
}

#define BATCH	16

int constant_number(unsigned long addr, struct page **pages)
{
	int i, n = pin_user_pages_fast(addr, BATCH, 0, pages); // want "may return fewer pages than asked for"

	if (n < 0)
		return n;
	for (i = 0; i < BATCH; i++)
		use_page(pages[i]);
	return 0;
}

/* One is not all. */
int at_least_one(unsigned long addr, struct page **pages)
{
	int n = pin_user_pages_fast(addr, BATCH, 0, pages); // want "may return fewer pages than asked for"

	if (n < 1)
		return -EFAULT;
	return 0;
}

/* The smaller of two is asked for, and not looked for. */
int smaller_of_two(struct vdev *v, int max)
{
	int nr = min(v->nr, max);
	int n = get_user_pages_fast(v->addr, nr, 0, v->pages); // want "may return fewer pages than asked for"

	if (n < 0)
		return n;
	return 0;
}

/* The helper hands the number on, and its caller only looks for errors. */
static int grab(struct vdev *v)
{
	return pin_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);
}

int caller_of_helper(struct vdev *v)
{
	int i, n = grab(v); // want "pin_user_pages_fast.. may return fewer pages than asked for"

	if (n < 0)
		return n;
	for (i = 0; i < v->nr; i++)
		use_page(v->pages[i]);
	return 0;
}

static int grab_again(struct vdev *v)
{
	return grab(v);
}

int two_above(struct vdev *v)
{
	if (grab_again(v) <= 0) // want "may return fewer pages than asked for"
		return -EFAULT;
	return 0;
}

struct vdev_ops {
	int (*fill)(struct vdev *v);
};

static const struct vdev_ops ops = {
	.fill = grab,
};

int behind_ops(struct vdev *v, const struct vdev_ops *o)
{
	int n = o->fill(v); // want "may return fewer pages than asked for"

	if (n < 0)
		return n;
	use_page(v->pages[v->nr - 1]);
	return 0;
}

/* The caller says how many. */
static long grab_some(unsigned long addr, unsigned long nr, struct page **pages)
{
	return get_user_pages_unlocked(addr, nr, pages, FOLL_WRITE);
}

int says_how_many(unsigned long addr, struct page **pages)
{
	long n = grab_some(addr, BATCH, pages); // want "may return fewer pages than asked for"

	return n < 0 ? n : 0;
}
