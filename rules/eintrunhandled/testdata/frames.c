// SPDX-License-Identifier: MIT
// path: drivers/misc/pull/frames.c
// -EINTR lost by those who are handed it.
#include <linux/mm.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>

struct pull {
	struct mm_struct *mm;
	struct page *page;
	unsigned int gup_flags;
	bool valid;
};

static long one(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, flags | FOLL_WRITE);
}

static long two(struct pull *p, unsigned long addr, unsigned int flags)
{
	long n = one(addr, flags, &p->page); // step "through one"

	if (n < 0)
		return n;
	p->valid = n == 1;
	return 0;
}

static long three(struct pull *p, unsigned long addr, unsigned int flags)
{
	long err;

	if (p->valid)
		return 0;
	err = two(p, addr, flags); // step "through two"
	return err;
}

int fold_after_one(unsigned long addr, struct page **page)
{
	if (one(addr, FOLL_INTERRUPTIBLE, page) != 1)
		return -EFAULT; // want "-EINTR of get_user_pages_unlocked\\(\\), which a signal may end, becomes -EFAULT here"
	return 0;
}

int fold_after_three(struct pull *p, unsigned long addr)
{
	unsigned int flags = FOLL_FORCE;

	flags |= FOLL_INTERRUPTIBLE; // step "FOLL_INTERRUPTIBLE is set here"
	if (three(p, addr, flags)) // step "through three"
		return -EIO; // want "becomes -EIO here"
	return 0;
}

void drop_after_three(struct pull *p, unsigned long addr)
{
	long err = three(p, addr, FOLL_INTERRUPTIBLE); // want "is dropped"

	if (err)
		p->valid = false;
}

int again_after_three(struct pull *p, unsigned long addr)
{
	long err;

	do { // want "leads back to the call"
		err = three(p, addr, FOLL_INTERRUPTIBLE);
	} while (err == -EINTR);
	return err;
}

/* In between it becomes an error pointer, and a number again. */
static struct page *as_pointer(unsigned long addr, unsigned int flags)
{
	struct page *page;
	long n = one(addr, flags, &page);

	return n < 0 ? ERR_PTR(n) : page;
}

int fold_error_pointer(struct pull *p, unsigned long addr)
{
	struct page *page = as_pointer(addr, FOLL_INTERRUPTIBLE);

	if (IS_ERR(page))
		return -EFAULT; // want "becomes -EFAULT here"
	p->page = page;
	return 0;
}

/* Handed out through a pointer. */
static struct page *page_at(unsigned long addr, long *error)
{
	struct page *page;

	*error = get_user_pages_unlocked(addr, 1, &page, FOLL_INTERRUPTIBLE);
	return *error == 1 ? page : NULL;
}

int by_pointer(struct pull *p, unsigned long addr)
{
	long error;

	p->page = page_at(addr, &error);
	return error == 1 ? 0 : -EFAULT; // want "becomes -EFAULT here"
}

/* The flag is set below, and the number lost above. */
static long patiently(struct pull *p, unsigned long addr, bool patient)
{
	return one(addr, patient ? 0 : FOLL_INTERRUPTIBLE, &p->page); // step "FOLL_INTERRUPTIBLE is set here"
}

static long also_patiently(struct pull *p, unsigned long addr)
{
	return patiently(p, addr, false);
}

int fold_above(struct pull *p, unsigned long addr)
{
	if (also_patiently(p, addr) < 0)
		return -EFAULT; // want "becomes -EFAULT here"
	return 0;
}

/* A wrapper loses it, whoever asks. */
static int loses(unsigned long addr, unsigned int flags, struct page **page)
{
	if (get_user_pages_unlocked(addr, 1, page, flags) == 1)
		return 0;
	return -EFAULT; // want "becomes -EFAULT here"
}

int through_loser(unsigned long addr, struct page **page)
{
	return loses(addr, FOLL_INTERRUPTIBLE, page);
}

int through_loser_plainly(unsigned long addr, struct page **page)
{
	return loses(addr, FOLL_WRITE, page);
}

/*
 * Over tables
 */

struct pull_ops {
	long (*fetch)(struct pull *p, unsigned long addr, unsigned int flags);
};

static const struct pull_ops slow_ops = {
	.fetch = three,
};

static long fetch(const struct pull_ops *ops, struct pull *p,
		  unsigned long addr)
{
	return ops->fetch(p, addr, FOLL_INTERRUPTIBLE); // step "through ops->fetch"
}

int fold_over_table(const struct pull_ops *ops, struct pull *p,
		    unsigned long addr)
{
	if (fetch(ops, p, addr) < 0)
		return -EFAULT; // want "becomes -EFAULT here"
	return 0;
}

int fold_from_table(struct pull *p, unsigned long addr)
{
	return slow_ops.fetch(p, addr, FOLL_INTERRUPTIBLE) ? -ENXIO : 0; // want "becomes -ENXIO here"
}

/* What the flags are is known where they were stored. */
void pull_init(struct pull *p)
{
	p->gup_flags = FOLL_INTERRUPTIBLE; // step "stored in struct pull's gup_flags here"
}

int fold_of_member(struct pull *p, unsigned long addr)
{
	if (one(addr, p->gup_flags, &p->page) != 1)
		return -EFAULT; // want "becomes -EFAULT here"
	return 0;
}
