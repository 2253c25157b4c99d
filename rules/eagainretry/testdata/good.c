// SPDX-License-Identifier: MIT
// Loops that end when the task is killed, and -EAGAIN of others.
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/errno.h>

int handed_on(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);

	if (n < 0)
		return n;
	return n ? 0 : -EFAULT;
}

/* The same thing as -EINTR. */
int like_eintr(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);

	if (n == -EINTR || n == -EAGAIN)
		return -ERESTARTSYS;
	return n == 1 ? 0 : -EFAULT;
}

int like_eintr_stopped(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);

	if (n == -EINTR || n == -EAGAIN)
		return 0;
	return n == 1 ? 0 : -EFAULT;
}

/* It looks at the signal itself. */
int until_killed(unsigned long addr, struct page **page)
{
	long n;

	do {
		n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);
		if (fatal_signal_pending(current))
			return -EINTR;
	} while (n == -EAGAIN);
	return n == 1 ? 0 : -EFAULT;
}

int a_few_times(unsigned long addr, struct page **page)
{
	int tries = 3;
	long n;

	do {
		n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);
	} while (n == -EAGAIN && --tries);
	return n == 1 ? 0 : -EFAULT;
}

/* This -EAGAIN is the code's own: the lock was dropped, look it up again. */
static int follow_fault(struct mm_struct *mm, unsigned long addr)
{
	bool unlocked = false;
	int ret;

	ret = fixup_user_fault(mm, addr, FAULT_FLAG_WRITE, &unlocked);
	if (unlocked)
		return -EAGAIN;
	return ret;
}

int look_up_again(struct mm_struct *mm, unsigned long addr)
{
	int ret;

	mmap_read_lock(mm);
	do {
		ret = follow_fault(mm, addr);
	} while (ret == -EAGAIN);
	mmap_read_unlock(mm);
	return ret;
}

/* Entries under a lock of the caller do not wait for it. */
int held(unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(current->mm);
	do {
		n = get_user_pages(addr, 1, FOLL_WRITE, page);
	} while (n == -EAGAIN);
	mmap_read_unlock(current->mm);
	return n;
}

/* A page that is busy, by a number that only says so. */
int busy(unsigned long addr, struct page **page);

int own_number(unsigned long addr, struct page **page)
{
	int err;

	do {
		err = busy(addr, page);
		if (!err)
			err = get_user_pages_fast(addr, 1, 0, page);
	} while (err == -EBUSY);
	return err;
}

/* Each element once, whatever comes. */
int each_once(unsigned long addr, int nr, struct page **pages)
{
	int i, n, done = 0;

	for (i = 0; i < nr; i++) {
		n = get_user_pages_fast(addr + i * PAGE_SIZE, 1, 0, pages + i);
		if (n == -EAGAIN)
			continue;
		if (n < 0)
			return n;
		done += n;
	}
	return done;
}

void kthread_like(unsigned long addr, bool *stop, struct page **page)
{
	while (!READ_ONCE(*stop)) {
		if (get_user_pages_unlocked(addr, 1, page, 0) == -EAGAIN)
			continue;
		schedule();
	}
}
