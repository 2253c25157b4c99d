// SPDX-License-Identifier: MIT
// An error that passes for a number of pages.
#include <linux/mm.h>
#include <linux/err.h>
#include <linux/errno.h>

struct vdev {
	unsigned long addr;
	int nr;
	u32 npages;
	struct page **pages;
};

void use_page(struct page *page);

/* Less than 0 it never is. */
int size_t_variable(struct vdev *v)
{
	size_t n = get_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages); // want "an error of get_user_pages_fast.. becomes a large unsigned number here, and no test tells it from success"

	if (n <= 0)
		return -EFAULT;
	return 0;
}

int u32_variable(struct vdev *v)
{
	u32 got;

	got = pin_user_pages_fast(v->addr, v->nr, 0, v->pages); // want "an error of pin_user_pages_fast.. becomes a large unsigned number here"
	if (got < 0)
		return got;
	use_page(v->pages[0]);
	return 0;
}

int inverted(struct vdev *v)
{
	unsigned int n = get_user_pages_fast(v->addr, v->nr, 0, v->pages); // want "becomes a large unsigned number"

	if (n > 0)
		return 0;
	return -EFAULT;
}

int at_label(struct vdev *v)
{
	unsigned long n;
	int err = -EFAULT;

	n = get_user_pages_unlocked(v->addr, v->nr, v->pages, 0); // want "becomes a large unsigned number"
	if (!n)
		goto out;
	err = 0;
out:
	return err;
}

/* Compared with what was asked for, as unsigned numbers. */
int less_than_asked(struct vdev *v, unsigned long nr)
{
	unsigned long n = get_user_pages_unlocked(v->addr, nr, v->pages, 0); // want "becomes a large unsigned number"

	if (n < nr)
		return -EFAULT;
	return 0;
}

/* The variable has a sign, the comparison has none. */
int promoted(struct vdev *v, unsigned long nr)
{
	long n = get_user_pages_unlocked(v->addr, nr, v->pages, 0);

	if (n < nr) // want "an error of get_user_pages_unlocked.. becomes a large unsigned number here"
		return -EFAULT;
	return 0;
}

int promoted_int(struct vdev *v, unsigned int nr)
{
	int n = get_user_pages_fast(v->addr, nr, 0, v->pages);

	if (n >= nr) // want "becomes a large unsigned number"
		return 0;
	return -EFAULT;
}

/* 32 bits are too few for IS_ERR_VALUE(). */
int error_value_of_32_bits(struct vdev *v)
{
	u32 n = get_user_pages_fast(v->addr, v->nr, 0, v->pages); // want "becomes a large unsigned number"

	if (IS_ERR_VALUE(n))
		return -EFAULT;
	return 0;
}

int error_value_of_a_cast(struct vdev *v)
{
	u32 n = get_user_pages_fast(v->addr, v->nr, 0, v->pages); // want "becomes a large unsigned number"

	if (IS_ERR_VALUE((unsigned long)n))
		return -EFAULT;
	return 0;
}

int in_a_member(struct vdev *v)
{
	v->npages = pin_user_pages_fast(v->addr, v->nr, 0, v->pages); // want "becomes a large unsigned number"
	if (v->npages <= 0)
		return -EFAULT;
	return 0;
}

int cast_on_the_way(struct vdev *v)
{
	long n = (unsigned int)get_user_pages_fast(v->addr, v->nr, 0, v->pages); // want "becomes a large unsigned number"

	if (n < 0)
		return n;
	return 0;
}

/* A function returns it as a number without a sign. */
static unsigned int grab_unsigned(struct vdev *v)
{
	return get_user_pages_fast(v->addr, v->nr, 0, v->pages); // want "becomes a large unsigned number"
}

int caller_of_unsigned(struct vdev *v)
{
	int n = grab_unsigned(v);

	if (n == 0)
		return -EFAULT;
	use_page(v->pages[0]);
	return 0;
}

/* Its caller stores it as one. */
static int grab(struct vdev *v)
{
	return get_user_pages_fast(v->addr, v->nr, 0, v->pages);
}

int caller_stores(struct vdev *v)
{
	size_t n = grab(v); // want "an error of get_user_pages_fast.. becomes a large unsigned number here"

	if (n < 1)
		return -EFAULT;
	return 0;
}

static int grab_again(struct vdev *v)
{
	return grab(v);
}

int two_above(struct vdev *v)
{
	size_t n = grab_again(v); // want "becomes a large unsigned number"

	return n > 0 ? 0 : -EFAULT;
}

/* An error as the number of pages to release. */
int error_as_count(struct vdev *v)
{
	long n = pin_user_pages_unlocked(v->addr, v->nr, v->pages, FOLL_WRITE); // step "the pages come from here"

	if (n != v->nr) {
		unpin_user_pages_dirty_lock(v->pages, n, true); // want "the count for unpin_user_pages_dirty_lock.. may be an error number here"
		return -EFAULT;
	}
	return 0;
}

int error_as_count_at_label(struct vdev *v)
{
	int n = pin_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);
	int err = 0;

	if (n == v->nr)
		return 0;
	err = n < 0 ? n : -EFAULT;
	unpin_user_pages(v->pages, n); // want "the count for unpin_user_pages.. may be an error number here"
	return err;
}

/* More are given back than came. */
int too_many_back(struct vdev *v, unsigned long nr)
{
	long n = pin_user_pages_unlocked(v->addr, nr, v->pages, FOLL_WRITE);

	if (n < 0)
		return n;
	if (n < nr) {
		unpin_user_pages(v->pages, nr); // want "the count for unpin_user_pages.. is what was asked for, and fewer pages came"
		return -EFAULT;
	}
	return 0;
}

/* Not 0 is not 1. */
int not_zero(unsigned long addr, struct page **page)
{
	int n = get_user_pages_fast(addr, 1, FOLL_WRITE, page);

	if (!n) // want "an error of get_user_pages_fast.. passes for a page here, and no test tells it from success"
		return -EFAULT;
	use_page(*page);
	return 0;
}

int truth(unsigned long addr, struct page **page)
{
	if (get_user_pages_unlocked(addr, 1, page, 0)) { // want "an error of get_user_pages_unlocked.. passes for a page here"
		use_page(*page);
		return 0;
	}
	return -EFAULT;
}

/* The lockless walk may fail as well, from 6.12 on. */
bool lockless(unsigned long addr, struct page **page)
{
	return get_user_pages_fast_only(addr, 1, 0, page) != 0; // want "an error of get_user_pages_fast_only.. passes for a page here"
}

/* The count is what came only on one of two ways to get there. */
int gives_back_some(struct vdev *v, unsigned long nr, unsigned long limit)
{
	unsigned long n = 0;
	int ret = -ENOMEM;

	if (nr > limit)
		goto out;
	n = pin_user_pages_unlocked(v->addr, nr, v->pages, FOLL_WRITE);
	if (n != nr)
		goto out;
	return 0;
out:
	if (n > 0)
		unpin_user_pages(v->pages, n); // want "may be an error number here"
	return ret;
}

/* The sign is looked at where no error comes to. */
int looked_at_too_late(unsigned long addr, unsigned int nr, struct page **pages)
{
	int ret = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);

	if (ret < nr) { // want "no test tells it from success"
		if (ret > 0)
			unpin_user_pages(pages, ret);
		return ret < 0 ? ret : -EFAULT;
	}
	return 0;
}
