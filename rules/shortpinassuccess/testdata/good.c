// SPDX-License-Identifier: MIT
// Fewer pages are told from all, or fine.
#include <linux/mm.h>
#include <linux/bug.h>
#include <linux/errno.h>

struct vdev {
	unsigned long addr;
	int nr;
	int got;
	struct page **pages;
};

void use_page(struct page *page);
void log_number(long n);

int all(struct vdev *v)
{
	int n = pin_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);

	if (n != v->nr) {
		if (n > 0)
			unpin_user_pages(v->pages, n);
		return n < 0 ? n : -EFAULT;
	}
	return 0;
}

int all_inverted(struct vdev *v)
{
	int n = get_user_pages_fast(v->addr, v->nr, 0, v->pages);

	if (n == v->nr)
		return 0;
	if (n > 0)
		release_pages(v->pages, n);
	return -EFAULT;
}

int less(struct vdev *v)
{
	int n = get_user_pages_fast(v->addr, v->nr, 0, v->pages);

	if (n < 0)
		return n;
	if (n < v->nr)
		return -EFAULT;
	return 0;
}

bool all_as_a_value(struct vdev *v)
{
	return get_user_pages_fast(v->addr, v->nr, 0, v->pages) == v->nr;
}

/* With one page there is no less. */
int one(unsigned long addr, struct page **page)
{
	int n = get_user_pages_fast(addr, 1, 0, page);

	if (n < 0)
		return n;
	use_page(*page);
	return 0;
}

int one_by_variable(unsigned long addr, struct page **page)
{
	int nr = 1;

	return get_user_pages_fast(addr, nr, 0, page) < 1 ? -EFAULT : 0;
}

/* It advances by what came. */
int advancing(struct vdev *v)
{
	int done = 0, n;

	while (done < v->nr) {
		n = pin_user_pages_fast(v->addr + done * PAGE_SIZE, v->nr - done,
					0, v->pages + done);
		if (n < 0)
			return n;
		done += n;
	}
	return 0;
}

long advancing_by_pointer(unsigned long addr, unsigned long nr,
			  struct page **pages)
{
	long n;

	do {
		n = get_user_pages_unlocked(addr, nr, pages, 0);
		if (n <= 0)
			return n;
		addr += n << PAGE_SHIFT;
		pages += n;
		nr -= n;
	} while (nr);
	return 0;
}

/* As many as there are. */
int as_many_as_came(struct vdev *v)
{
	int i, n = get_user_pages_fast(v->addr, v->nr, 0, v->pages);

	if (n < 0)
		return n;
	for (i = 0; i < n; i++) {
		use_page(v->pages[i]);
		put_page(v->pages[i]);
	}
	return 0;
}

int handed_on(struct vdev *v)
{
	int n = get_user_pages_fast(v->addr, v->nr, 0, v->pages);

	if (n < 0)
		return -EFAULT;
	return n;
}

int stored(struct vdev *v)
{
	v->got = get_user_pages_fast(v->addr, v->nr, 0, v->pages);
	if (v->got < 0)
		return v->got;
	return 0;
}

int told(struct vdev *v)
{
	int n = get_user_pages_fast(v->addr, v->nr, 0, v->pages);

	log_number(n);
	return n < 0 ? n : 0;
}

/* Only to fault them in. */
int fault_in(struct vdev *v)
{
	if (get_user_pages_unlocked(v->addr, v->nr, NULL, FOLL_WRITE) < 0)
		return -EFAULT;
	return 0;
}

/* The bytes are what matters. */
long in_bytes(struct vdev *v, unsigned long len)
{
	int n = get_user_pages_fast(v->addr, v->nr, 0, v->pages);

	if (n < 0)
		return n;
	return min(len, n * PAGE_SIZE);
}

int complained_about(struct vdev *v)
{
	int n = get_user_pages_fast(v->addr, v->nr, 0, v->pages);

	if (n < 0)
		return n;
	if (WARN_ON(n != v->nr))
		return -EFAULT;
	return 0;
}

int released_by_count(struct vdev *v)
{
	int n = pin_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);

	if (n < 0)
		return n;
	unpin_user_pages(v->pages, n);
	return 0;
}

static int grab(struct vdev *v)
{
	return pin_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);
}

int caller_compares(struct vdev *v)
{
	if (grab(v) != v->nr)
		return -EFAULT;
	return 0;
}

/* The helper makes an error of fewer pages. */
static int grab_all(struct vdev *v)
{
	int n = pin_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);

	if (n < 0)
		return n;
	if (n != v->nr) {
		unpin_user_pages(v->pages, n);
		return -EFAULT;
	}
	return n;
}

int caller_of_all(struct vdev *v)
{
	int n = grab_all(v);

	if (n < 0)
		return n;
	return 0;
}

static int grab_one(struct vdev *v, unsigned long addr, int nr)
{
	return get_user_pages_fast(addr, nr, 0, v->pages);
}

int asks_for_one(struct vdev *v)
{
	return grab_one(v, v->addr, 1) < 0 ? -EFAULT : 0;
}

/* The number asked for has no sign until it is compared. */
long cast_to_compare(unsigned long addr, unsigned int nr, struct page **pages)
{
	int got = get_user_pages_fast(addr, nr, 0, pages);
	long ret = 0;

	if (got < (int)nr)
		ret = got < 0 ? got : -EFAULT;
	while (got-- > 0)
		put_page(pages[got]);
	return ret;
}
