// SPDX-License-Identifier: MIT
// 0 with FOLL_NOWAIT, taken for a page.
#include <linux/mm.h>
#include <linux/errno.h>

struct vdev {
	struct mm_struct *mm;
	unsigned long addr;
	struct page *page;
};

long only_errors(unsigned long addr, struct page **page)
{
	long n;

	n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE | FOLL_NOWAIT);
	if (n < 0) // want "get_user_pages_unlocked.. may return 0 with FOLL_NOWAIT, and nothing here tells that from success"
		return n;
	put_page(*page);
	return 0;
}

int inverted(unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE;
	long n;

	flags |= FOLL_NOWAIT; // step "FOLL_NOWAIT is set here"
	n = get_user_pages_unlocked(addr, 1, page, flags);
	if (n >= 0) // want "may return 0 with FOLL_NOWAIT"
		return 0;
	return n;
}

int at_label(unsigned long addr, struct page **page)
{
	int err = 0;
	long n = pin_user_pages_unlocked(addr, 1, page, FOLL_NOWAIT);

	if (n < 0) { // want "may return 0 with FOLL_NOWAIT"
		err = n;
		goto out;
	}
	set_page_dirty_lock(*page);
	unpin_user_page(*page);
out:
	return err;
}

int in_a_choice(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, FOLL_NOWAIT);

	return n < 0 ? -EFAULT : 0; // want "may return 0 with FOLL_NOWAIT"
}

/* -1 is not the only thing that is no page. */
int one_error(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, FOLL_NOWAIT);

	if (n == -EFAULT) // want "may return 0 with FOLL_NOWAIT"
		return -EFAULT;
	return 0;
}

int by_error_value(unsigned long addr, struct page **page)
{
	unsigned long n = get_user_pages_unlocked(addr, 1, page, FOLL_NOWAIT);

	if (IS_ERR_VALUE(n)) // want "may return 0 with FOLL_NOWAIT"
		return n;
	return 0;
}

/* The code's own choice, on one path. */
int if_asked(unsigned long addr, bool wait, struct page **page)
{
	unsigned int flags = FOLL_WRITE;
	long n;

	if (!wait)
		flags |= FOLL_NOWAIT;
	n = get_user_pages_unlocked(addr, 1, page, flags);
	if (n < 0) // want "may return 0 with FOLL_NOWAIT"
		return n;
	return 0;
}

long of_another(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_NOWAIT, page, NULL);
	mmap_read_unlock(mm);
	if (n < 0) // want "may return 0 with FOLL_NOWAIT"
		return n;
	put_page(*page);
	return 0;
}

/* The caller decides about the flag, and only looks for errors. */
static long grab(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, flags);
}

int caller_decides(unsigned long addr, struct page **page)
{
	long n = grab(addr, FOLL_NOWAIT, page); // step "FOLL_NOWAIT is set here"

	if (n < 0) // want "may return 0 with FOLL_NOWAIT"
		return n;
	return 0;
}

/* The flag is set below, and the caller only looks for errors. */
static long grab_now(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_NOWAIT);
}

int caller_looks(unsigned long addr, struct page **page)
{
	if (grab_now(addr, page) < 0) // want "may return 0 with FOLL_NOWAIT"
		return -EFAULT;
	put_page(*page);
	return 0;
}

static long grab_now_for(struct vdev *v)
{
	return grab_now(v->addr, &v->page);
}

int two_above(struct vdev *v)
{
	long n = grab_now_for(v);

	if (n < 0) // want "may return 0 with FOLL_NOWAIT"
		return n;
	return 0;
}

struct vdev_ops {
	long (*fill)(struct vdev *v);
};

static const struct vdev_ops ops = {
	.fill = grab_now_for,
};

int behind_ops(struct vdev *v, const struct vdev_ops *o)
{
	long n = o->fill(v);

	if (n < 0) // want "may return 0 with FOLL_NOWAIT"
		return n;
	return 0;
}

/* The lockless walk never waits. */
int lockless(unsigned long addr, struct page **page)
{
	int n = get_user_pages_fast_only(addr, 1, FOLL_WRITE, page);

	if (n < 0) // want "get_user_pages_fast_only.. may return 0, and nothing here tells that from success"
		return n;
	put_page(*page);
	return 0;
}
