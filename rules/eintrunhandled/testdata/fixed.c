// SPDX-License-Identifier: MIT
// path: drivers/misc/pull/pull.c
// What bad.c and frames.c do, put right.
#include <linux/mm.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/sched.h>

#define PULL_FLAGS	(FOLL_WRITE | FOLL_INTERRUPTIBLE)
#define PULL_BAD_PFN	(~0UL)
#define PULL_SIGPENDING	(~0UL - 1)

struct pull {
	struct page *page;
	unsigned long addr;
	bool valid;
};

int fold_all(unsigned long addr, struct page **page)
{
	long n;

	n = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);
	if (n < 0)
		return n;
	return 0;
}

int fold_by_choice(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);

	return n == 1 ? 0 : n == -EINTR ? -EINTR : -EFAULT;
}

int fold_at_label(unsigned long addr, struct page **page, bool patient)
{
	unsigned int flags = FOLL_WRITE;
	int err;

	if (!patient)
		flags |= FOLL_INTERRUPTIBLE;
	err = get_user_pages_unlocked(addr, 1, page, flags);
	if (err < 0)
		goto out;
	err = 0;
out:
	return err;
}

struct page *fold_into_errptr(unsigned long addr)
{
	struct page *page;
	long n = get_user_pages_unlocked(addr, 1, &page, FOLL_INTERRUPTIBLE);

	if (n < 1)
		return ERR_PTR(n);
	return page;
}

unsigned long fold_into_poison(unsigned long addr)
{
	struct page *page;
	long n = get_user_pages_unlocked(addr, 1, &page, FOLL_INTERRUPTIBLE);

	if (n == -EINTR)
		return PULL_SIGPENDING;
	if (n != 1)
		return PULL_BAD_PFN;
	return page_to_pfn(page);
}

int fold_the_rest(unsigned long addr, struct page **page)
{
	long n;

	n = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE | FOLL_HWPOISON);
	if (n == 1)
		return 0;
	if (n == -EHWPOISON || n == -EINTR)
		return n;
	return -EFAULT;
}

int taken_for_success(struct pull *p)
{
	long n = get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE);

	if (n <= 0)
		return n ? n : -EAGAIN;
	p->valid = true;
	return 0;
}

/* Who cannot tell does not ask for it. */
void dropped(struct pull *p)
{
	long n = get_user_pages_unlocked(p->addr, 1, &p->page, 0);

	if (n == 1)
		p->valid = true;
}

int again_by_number(unsigned long addr, struct page **page)
{
	long n;

	do {
		n = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);
	} while (!n);
	return n < 0 ? n : 0;
}

int again_until_it_works(unsigned long addr, struct page **page)
{
	for (;;) {
		long n = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);

		if (n == 1)
			break;
		if (n == -EINTR)
			return n;
		cond_resched();
	}
	return 0;
}

static long one(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, flags | FOLL_WRITE);
}

static long two(struct pull *p, unsigned int flags)
{
	long n = one(p->addr, flags, &p->page);

	return n < 0 ? n : 0;
}

int fold_after_two(struct pull *p)
{
	int err = two(p, FOLL_INTERRUPTIBLE);

	return err == -EINTR ? -ERESTARTSYS : err ? -EIO : 0;
}

void drop_after_two(struct pull *p)
{
	if (two(p, FOLL_FORCE))
		p->valid = false;
}
