// SPDX-License-Identifier: MIT
// Errors that are told from numbers, whatever the types are.
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/err.h>
#include <linux/errno.h>

struct vdev {
	unsigned long addr;
	int nr;
	u32 npages;
	unsigned long total;
	struct page **pages;
};

int with_sign(struct vdev *v)
{
	int n = get_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);

	if (n <= 0)
		return n;
	return 0;
}

/* Equal they are not, as unsigned numbers either. */
int equal_to_asked(struct vdev *v, unsigned long nr)
{
	unsigned long n = get_user_pages_unlocked(v->addr, nr, v->pages, 0);

	if (n != nr)
		return -EFAULT;
	return 0;
}

int equal_promoted(struct vdev *v, unsigned long nr)
{
	int n = pin_user_pages_fast(v->addr, nr, 0, v->pages);

	return n == nr ? 0 : -EFAULT;
}

int equal_to_one(struct vdev *v)
{
	unsigned int n = get_user_pages_fast(v->addr, 1, 0, v->pages);

	if (n == 1)
		return 0;
	return -EFAULT;
}

int error_value(struct vdev *v)
{
	unsigned long n = get_user_pages_unlocked(v->addr, v->nr, v->pages, 0);

	if (IS_ERR_VALUE(n))
		return n;
	return 0;
}

int too_large(struct vdev *v)
{
	size_t n = get_user_pages_fast(v->addr, v->nr, 0, v->pages);

	if (n > v->nr || !n)
		return -EFAULT;
	return 0;
}

int cast_back(struct vdev *v)
{
	v->npages = get_user_pages_fast(v->addr, v->nr, 0, v->pages);
	if ((int)v->npages < 0)
		return (int)v->npages;
	return 0;
}

int long_back(struct vdev *v)
{
	unsigned long n = get_user_pages_unlocked(v->addr, v->nr, v->pages, 0);

	if ((long)n <= 0)
		return -EFAULT;
	return 0;
}

/* Negative, but not for long. */
int overwritten(struct vdev *v)
{
	int ret = get_user_pages_fast(v->addr, v->nr, 0, v->pages);

	v->npages = ret;
	if (ret < 0) {
		v->npages = 0;
		return ret;
	}
	return 0;
}

/* The sign is looked at first. */
int sign_first(struct vdev *v, unsigned long nr)
{
	long n = get_user_pages_unlocked(v->addr, nr, v->pages, 0);

	if (n < 0)
		return n;
	if (n < nr)
		return -EFAULT;
	return 0;
}

int sign_first_joined(struct vdev *v, unsigned long nr)
{
	long n = get_user_pages_unlocked(v->addr, nr, v->pages, 0);

	if (n < 0 || n < nr)
		return -EFAULT;
	return 0;
}

/* A comparison of numbers with a sign. */
int compared_as_int(struct vdev *v)
{
	int n = get_user_pages_fast(v->addr, v->nr, 0, v->pages);

	if (n < v->nr)
		return -EFAULT;
	return 0;
}

/* int against u16: both become int. */
int promoted_to_int(struct vdev *v, u16 nr)
{
	int n = get_user_pages_fast(v->addr, nr, 0, v->pages);

	if (n < nr)
		return -EFAULT;
	return 0;
}

/* long against u32: both become long. */
int promoted_to_long(struct vdev *v, u32 nr)
{
	long n = get_user_pages_unlocked(v->addr, nr, v->pages, 0);

	if (n < nr)
		return -EFAULT;
	return 0;
}

int compared_with_a_cast(struct vdev *v, unsigned long nr)
{
	long n = get_user_pages_unlocked(v->addr, nr, v->pages, 0);

	return n < (long)nr ? -EFAULT : 0;
}

/* What came is given back. */
int what_came(struct vdev *v)
{
	int n = pin_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);

	if (n < 0)
		return n;
	if (n != v->nr) {
		unpin_user_pages(v->pages, n);
		return -EFAULT;
	}
	return 0;
}

int what_came_if_any(struct vdev *v)
{
	int n = pin_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);

	if (n != v->nr) {
		if (n > 0)
			unpin_user_pages(v->pages, n);
		return -EFAULT;
	}
	return 0;
}

int clamped(struct vdev *v)
{
	int n = pin_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);

	if (n != v->nr) {
		unpin_user_pages(v->pages, max(n, 0));
		return -EFAULT;
	}
	return 0;
}

int all_back(struct vdev *v, unsigned long nr)
{
	long n = pin_user_pages_unlocked(v->addr, nr, v->pages, FOLL_WRITE);

	if (n != nr)
		return -EFAULT;
	unpin_user_pages(v->pages, nr);
	return 0;
}

/* Counted together, errors aside. */
int together(struct vdev *v)
{
	int n = get_user_pages_fast(v->addr, v->nr, 0, v->pages);

	if (n < 0)
		return n;
	v->total += n;
	v->npages = n;
	return 0;
}

/* Nobody looks, so nobody is misled. */
void untested(struct vdev *v)
{
	v->npages = get_user_pages_fast(v->addr, v->nr, 0, v->pages);
}

/* Zero or one, and never an error. */
bool a_flag(struct vdev *v)
{
	bool ok = get_user_pages_fast(v->addr, 1, 0, v->pages) == 1;

	return ok;
}

static int grab(struct vdev *v)
{
	int n = get_user_pages_fast(v->addr, v->nr, 0, v->pages);

	return n < 0 ? 0 : n;
}

int caller_stores(struct vdev *v)
{
	unsigned int n = grab(v);

	if (!n)
		return -EFAULT;
	return 0;
}

/* One page, or an error. */
int one_or_error(unsigned long addr, struct page **page)
{
	int n = get_user_pages_fast(addr, 1, 0, page);

	if (!n)
		return -EAGAIN;
	if (n < 0)
		return n;
	return 0;
}

long handed_on(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, 0);

	if (!n)
		return -EAGAIN;
	return n;
}

/* Only to fault it in. */
int fault_in(unsigned long addr)
{
	return get_user_pages_unlocked(addr, 1, NULL, 0) ? 0 : -EFAULT;
}

/* The sign is looked at first, or beside the comparison. */
int looked_at_first(unsigned long addr, unsigned int nr, struct page **pages)
{
	int ret = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);

	if (ret < 0 || ret < nr) {
		if (ret > 0)
			unpin_user_pages(pages, ret);
		return ret < 0 ? ret : -EFAULT;
	}
	return 0;
}

int looked_at_beside(unsigned long addr, unsigned int nr, struct page **pages)
{
	int ret = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);

	if (ret < nr) {
		unpin_user_pages(pages, ret);
		ret = -EFAULT;
	}
	return ret < 0 ? ret : 0;
}
