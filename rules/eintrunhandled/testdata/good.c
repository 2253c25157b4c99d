// SPDX-License-Identifier: MIT
// path: drivers/misc/pull/pull.c
// -EINTR that gets to where it belongs, or does not matter.
#include <linux/mm.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/mutex.h>
#include <linux/sched.h>

#define PULL_SIGPENDING	(~0UL - 1)
#define PULL_BAD_PFN	(~0UL)

struct pull {
	struct mm_struct *mm;
	struct page *page;
	unsigned long addr;
	long error;
	bool interrupted;
};

void pull_done(struct pull *p, long error);

/* Handed on as it is. */
long hand_on(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);
}

int hand_errors_on(unsigned long addr, struct page **page)
{
	int n = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);

	if (n < 0)
		return n;
	return n == 1 ? 0 : -EFAULT;
}

int hand_on_at_label(unsigned long addr, struct page **page)
{
	long ret;

	ret = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);
	if (ret != 1)
		goto err;
	return 0;
err:
	return ret < 0 ? ret : -EFAULT;
}

struct page *hand_on_as_pointer(unsigned long addr)
{
	struct page *page;
	long n = get_user_pages_unlocked(addr, 1, &page, FOLL_INTERRUPTIBLE);

	return n == 1 ? page : ERR_PTR(n);
}

int hand_on_from_loop(unsigned long addr, int nr, struct page **pages)
{
	int n, done = 0;

	while (done < nr) {
		n = get_user_pages_unlocked(addr, nr - done, pages + done, FOLL_INTERRUPTIBLE);
		if (n < 0)
			goto err;
		done += n;
		addr += n * PAGE_SIZE;
	}
	return 0;
err:
	release_pages(pages, done);
	return n;
}

int hand_on_as_value(struct pull *p)
{
	long n = get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE);
	int err = 0;

	if (IS_ERR_VALUE(n))
		err = n;
	else if (n != 1)
		err = -EFAULT;
	pull_done(p, 0);
	return err;
}

int hand_on_under_lock(struct mutex *lock, struct pull *p)
{
	int err;

	mutex_lock(lock);
	err = get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE);
	err = err == 1 ? 0 : err < 0 ? err : -EFAULT;
	mutex_unlock(lock);
	return err;
}

/* To a pointer and back. */
int hand_on_and_back(struct pull *p)
{
	struct page *page;
	long n = get_user_pages_unlocked(p->addr, 1, &page, FOLL_INTERRUPTIBLE);
	void *found = n == 1 ? (void *)page : ERR_PTR(n);

	if (IS_ERR(found))
		return PTR_ERR(found);
	p->page = found;
	return 0;
}

static int pull_error(long n)
{
	return n == 1 ? 0 : n < 0 ? n : -EFAULT;
}

int hand_on_by_helper(struct pull *p)
{
	return pull_error(get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE));
}

static int pull_restart(long n)
{
	if (n == -EINTR)
		return -ERESTARTSYS;
	return n == 1 ? 0 : -EFAULT;
}

int restart_by_helper(struct pull *p)
{
	return pull_restart(get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE));
}

/* A helper that does something about it. */
static int pull_note(struct pull *p, long n)
{
	if (n == -EINTR)
		p->interrupted = true;
	return n == 1 ? 0 : -EFAULT;
}

int note_by_helper(struct pull *p)
{
	return pull_note(p, get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE));
}

int look_for_signal(struct pull *p)
{
	int err = get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE);

	if (err < 0 && signal_pending(current))
		return -ERESTARTSYS;
	return err == 1 ? 0 : -EFAULT;
}

int remember(struct pull *p)
{
	int err = get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE);

	p->interrupted = err == -EINTR;
	return err == 1 ? 0 : -EFAULT;
}

/* What makes the system call start anew. */
int restart(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);

	if (n == -EINTR)
		return -ERESTARTSYS;
	return n == 1 ? 0 : -EFAULT;
}

int restart_whatever(unsigned long addr, struct page **page)
{
	if (get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE) != 1)
		return -ERESTARTSYS;
	return 0;
}

/* A value of its own. */
unsigned long own_value(unsigned long addr)
{
	struct page *page;
	long n = get_user_pages_unlocked(addr, 1, &page, FOLL_INTERRUPTIBLE);

	if (n == 1)
		return page_to_pfn(page);
	if (n == -EINTR || n == -EAGAIN)
		return PULL_SIGPENDING;
	return PULL_BAD_PFN;
}

int own_case(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);

	switch (n) {
	case 1:
		return 0;
	case -EINTR:
	case -EAGAIN:
		return -EINTR;
	default:
		return -EFAULT;
	}
}

/* Kept where others find it. */
int keep(struct pull *p)
{
	p->error = get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE);
	return p->error == 1 ? 0 : -EFAULT;
}

void note(struct pull *p)
{
	long n = get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE);

	if (n == -EINTR)
		p->interrupted = true;
}

void tell(struct pull *p)
{
	pull_done(p, get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE));
}

/* Tried again, but not for a signal. */
int again_but_for_signals(unsigned long addr, struct page **page)
{
	long n;

	do {
		n = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);
		if (n < 0)
			return n;
	} while (n != 1);
	return 0;
}

int again_unless_pending(unsigned long addr, struct page **page)
{
	long n;

	while ((n = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE)) != 1) {
		if (signal_pending(current))
			return -ERESTARTSYS;
		cond_resched();
	}
	return 0;
}

int again_if_empty(unsigned long addr, struct page **page)
{
	long n;

again:
	n = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);
	if (!n)
		goto again;
	return n < 0 ? n : 0;
}

int again_so_many_times(unsigned long addr, struct page **page)
{
	int tries = 3;
	long n;

	do {
		n = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);
	} while (n < 0 && --tries);
	return n < 0 ? n : 0;
}

/* One page after the other: the next one is another call. */
int one_by_one(unsigned long addr, unsigned long nr, struct page **pages)
{
	unsigned long i;

	for (i = 0; i < nr; i++) {
		int n = get_user_pages_unlocked(addr, 1, pages + i, FOLL_INTERRUPTIBLE);

		if (n != 1)
			return n < 0 ? n : -EFAULT;
		addr += PAGE_SIZE;
	}
	return 0;
}

/* Without the flag whoever hears of -EINTR is being killed. */
int fold_plainly(unsigned long addr, struct page **page)
{
	if (get_user_pages_unlocked(addr, 1, page, FOLL_WRITE) != 1)
		return -EFAULT;
	return 0;
}

/* And where the flag does nothing, -EINTR says no more. */
int fold_held(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, FOLL_INTERRUPTIBLE, page) == 1 ? 0 : -EFAULT;
}

int fold_without_locked(struct mm_struct *mm, unsigned long addr,
			struct page **page)
{
	if (get_user_pages_remote(mm, addr, 1, FOLL_INTERRUPTIBLE, page, NULL) < 1)
		return -EFAULT;
	return 0;
}

/* Refused before anything can be interrupted. */
int fold_refused(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_INTERRUPTIBLE, page) == 1 ? 0 : -EFAULT;
}

/* The flag is gone by the time of the call whose result is folded. */
int second_call(unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE | FOLL_INTERRUPTIBLE;
	long n = get_user_pages_unlocked(addr, 1, page, flags);

	if (n == -EINTR)
		return -EINTR;
	if (n == 1)
		return 0;
	flags &= ~FOLL_INTERRUPTIBLE;
	return get_user_pages_unlocked(addr, 1, page, flags) == 1 ? 0 : -EFAULT;
}

/* Callers that hear of it and tell. */
static long one(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, flags);
}

static int two(struct pull *p, unsigned int flags)
{
	long n = one(p->addr, flags, &p->page);

	return n < 0 ? n : 0;
}

static int three(struct pull *p, unsigned int flags)
{
	int err = two(p, flags);

	if (err && err != -EINTR)
		return -EFAULT;
	return err;
}

int told_at_last(struct pull *p)
{
	return three(p, FOLL_INTERRUPTIBLE);
}

int folded_plainly(struct pull *p)
{
	return three(p, FOLL_WRITE) ? -EIO : 0;
}

struct pull_ops {
	int (*fetch)(struct pull *p, unsigned int flags);
};

static const struct pull_ops ops = {
	.fetch = three,
};

int told_over_table(const struct pull_ops *o, struct pull *p)
{
	int err = o->fetch(p, FOLL_INTERRUPTIBLE);

	if (err == -EINTR)
		p->interrupted = true;
	return err ? -EFAULT : 0;
}
