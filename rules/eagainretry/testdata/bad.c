// SPDX-License-Identifier: MIT
// -EAGAIN taken for "try again": the task is being killed.
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/errno.h>

struct vdev {
	struct page *page;
	unsigned long addr;
};

int in_a_loop(unsigned long addr, struct page **page)
{
	long n;

	do { // want "-EAGAIN of get_user_pages_unlocked.. means that the task is being killed, and leads back to the call"
		n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE); // step "the call"
	} while (n == -EAGAIN);
	return n == 1 ? 0 : -EFAULT;
}

int with_goto(unsigned long addr, struct page **page)
{
	int got;

again: // want "-EAGAIN of pin_user_pages_fast.. means that the task is being killed"
	got = pin_user_pages_fast(addr, 1, FOLL_WRITE, page);
	if (got == -EAGAIN)
		goto again;
	if (got < 0)
		return got;
	return got == 1 ? 0 : -EFAULT;
}

int with_continue(unsigned long addr, struct page **page)
{
	long ret;

	for (;;) { // want "-EAGAIN of get_user_pages_unlocked"
		ret = get_user_pages_unlocked(addr, 1, page, 0);
		if (ret == -EAGAIN) {
			cond_resched();
			continue;
		}
		break;
	}
	return ret == 1 ? 0 : -EFAULT;
}

int inverted(unsigned long addr, struct page **page)
{
	while (1) { // want "-EAGAIN of get_user_pages_fast"
		int ret = get_user_pages_fast(addr, 1, 0, page);

		if (ret != -EAGAIN)
			return ret == 1 ? 0 : -EFAULT;
	}
}

int in_a_switch(unsigned long addr, struct page **page)
{
	for (;;) { // want "-EAGAIN of get_user_pages_fast"
		switch (get_user_pages_fast(addr, 1, 0, page)) {
		case 1:
			return 0;
		case -EAGAIN:
			break;
		default:
			return -EFAULT;
		}
	}
}

/* The caller tries again. */
static int grab(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);

	if (n < 0)
		return n;
	return n ? 0 : -EFAULT;
}

int caller_tries_again(unsigned long addr, struct page **page)
{
	int err;

	do { // want "-EAGAIN of get_user_pages_unlocked"
		err = grab(addr, page);
	} while (err == -EAGAIN);
	return err;
}

static int grab_for(struct vdev *v)
{
	return grab(v->addr, &v->page);
}

int two_above(struct vdev *v)
{
	int err;

	while ((err = grab_for(v)) == -EAGAIN) // want "-EAGAIN of get_user_pages_unlocked"
		;
	return err;
}

struct vdev_ops {
	int (*fill)(struct vdev *v);
};

static int vdev_fill(struct vdev *v)
{
	return get_user_pages_unlocked(v->addr, 1, &v->page, FOLL_WRITE);
}

static const struct vdev_ops ops = {
	.fill = vdev_fill,
};

int behind_ops(struct vdev *v, const struct vdev_ops *o)
{
	int err;

retry: // want "-EAGAIN of get_user_pages_unlocked"
	err = o->fill(v);
	if (err == -EAGAIN)
		goto retry;
	return err;
}

/* All is well, it will be tried later. */
int later(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);

	if (n == -EAGAIN)
		return 0; // want "-EAGAIN of get_user_pages_unlocked.. means that the task is being killed, and becomes 0, which stands for success"
	if (n < 0)
		return n;
	return n == 1 ? 0 : -EFAULT;
}
