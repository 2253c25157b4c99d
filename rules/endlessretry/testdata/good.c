// SPDX-License-Identifier: MIT
// Loops that an error ends, or something else.
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/errno.h>

int advancing(unsigned long addr, int nr, struct page **pages)
{
	int done = 0, n;

	while (done < nr) {
		n = get_user_pages_fast(addr + done * PAGE_SIZE, nr - done, 0,
					pages + done);
		if (n <= 0)
			break;
		done += n;
	}
	return done;
}

int advancing_with_error(unsigned long addr, unsigned long nr,
			 struct page **pages)
{
	long ret;

	do {
		ret = get_user_pages_unlocked(addr, nr, pages, FOLL_WRITE);
		if (ret < 0)
			return ret;
		addr += ret * PAGE_SIZE;
		pages += ret;
		nr -= ret;
	} while (nr);
	return 0;
}

int each_once(unsigned long addr, int nr, struct page **pages)
{
	int i, done = 0;

	for (i = 0; i < nr; i++) {
		if (get_user_pages_fast(addr + i * PAGE_SIZE, 1, 0,
					pages + i) != 1)
			continue;
		done++;
	}
	return done;
}

void each_once_and_forget(unsigned long addr, unsigned long end)
{
	struct page *page;

	for (; addr < end; addr += PAGE_SIZE) {
		if (get_user_pages_fast(addr, 1, 0, &page) != 1)
			continue;
		put_page(page);
	}
}

int a_few_times(unsigned long addr, struct page **page)
{
	int tries = 3;

	while (tries--) {
		if (get_user_pages_unlocked(addr, 1, page, FOLL_WRITE) == 1)
			return 0;
	}
	return -EFAULT;
}

int until_killed(unsigned long addr, struct page **page)
{
	while (get_user_pages_unlocked(addr, 1, page, FOLL_WRITE) != 1) {
		if (fatal_signal_pending(current))
			return -EINTR;
	}
	return 0;
}

/* Without waiting, 0 is no failure. */
long not_yet(unsigned long addr, struct page **page)
{
	long n;

	do {
		n = get_user_pages_unlocked(addr, 1, page, FOLL_NOWAIT);
	} while (!n);
	return n;
}

/* An error of the code itself is tried again. */
int reserve(unsigned long addr);

int own_error(unsigned long addr, struct page **page)
{
	int err;

	do {
		err = reserve(addr);
	} while (err == -EBUSY);
	if (err)
		return err;
	return get_user_pages_fast(addr, 1, FOLL_WRITE, page);
}

/* The loop has another way to succeed: the user access it is for. */
int put_user_atomic(int value, int *uaddr);

int fault_in_and_write(struct mm_struct *mm, int value, int *uaddr)
{
	int ret;

again:
	if (!put_user_atomic(value, uaddr))
		return 0;
	mmap_read_lock(mm);
	ret = fixup_user_fault(mm, (unsigned long)uaddr, FAULT_FLAG_WRITE, NULL);
	mmap_read_unlock(mm);
	if (!ret)
		goto again;
	return ret;
}

static long grab(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);
}

long caller_ends(unsigned long addr, int nr, struct page **pages)
{
	long n = 0;
	int i;

	for (i = 0; i < nr; i++) {
		n = grab(addr + i * PAGE_SIZE, pages + i);
		if (n != 1)
			break;
	}
	return n;
}

void worker(unsigned long addr, bool *stop, struct page **page)
{
	while (!READ_ONCE(*stop)) {
		if (get_user_pages_unlocked(addr, 1, page, 0) != 1)
			continue;
		put_page(*page);
	}
}

/* The same is asked before the loop and in it. */
struct vdev {
	bool dead;
	unsigned long addr;
	struct page **pages;
};

bool vdev_gone(struct vdev *v);

long until_dead(struct vdev *v)
{
	long n;

	if (v->dead)
		return -ENODEV;
	do {
		if (v->dead)
			return -ENODEV;
		n = get_user_pages_unlocked(v->addr, 1, v->pages, FOLL_WRITE);
	} while (n != 1);
	return 0;
}

long until_gone(struct vdev *v)
{
	long n;

	if (vdev_gone(v))
		return -ENODEV;
	do {
		if (vdev_gone(v))
			return -ENODEV;
		n = get_user_pages_unlocked(v->addr, 1, v->pages, FOLL_WRITE);
	} while (n != 1);
	return 0;
}

long some_times(struct vdev *v, int tries)
{
	int left = tries;
	long n;

	if (!tries)
		return -EINVAL;
	do {
		n = get_user_pages_unlocked(v->addr, 1, v->pages, FOLL_WRITE);
	} while (n != 1 && --left);
	return n;
}
