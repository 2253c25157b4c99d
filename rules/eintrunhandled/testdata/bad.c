// SPDX-License-Identifier: MIT
// path: drivers/misc/pull/pull.c
// -EINTR of a call that a signal may end, lost in the function that makes it.
#include <linux/mm.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/mutex.h>
#include <linux/sched.h>

#define PULL_FLAGS	(FOLL_WRITE | FOLL_INTERRUPTIBLE)
#define PULL_BAD_PFN	(~0UL)

struct pull {
	struct mm_struct *mm;
	struct page *page;
	unsigned long addr;
	unsigned int tries;
	bool valid;
};

/*
 * Folded into another number
 */

int fold_all(unsigned long addr, struct page **page)
{
	long n;

	n = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE); // step "get_user_pages_unlocked\\(\\) may return -EINTR here"
	if (n != 1)
		return -EFAULT; // want "-EINTR of get_user_pages_unlocked\\(\\), which a signal may end, becomes -EFAULT here"
	return 0;
}

int fold_negative(unsigned long addr, struct page **page)
{
	int n = pin_user_pages_unlocked(addr, 1, page, PULL_FLAGS);

	if (n < 0)
		return -EIO; // want "becomes -EIO here"
	return n ? 0 : -ENOMEM;
}

int fold_by_choice(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE) == 1 ? 0 : -EFAULT; // want "becomes -EFAULT here"
}

int fold_at_label(unsigned long addr, struct page **page, bool patient)
{
	unsigned int flags = FOLL_WRITE;
	int err = -ENOMEM;

	if (!patient)
		flags |= FOLL_INTERRUPTIBLE; // step "FOLL_INTERRUPTIBLE is set here"
	if (get_user_pages_unlocked(addr, 1, page, flags) < 1)
		goto out;
	err = 0;
out:
	return err; // want "becomes -ENOMEM here"
}

int fold_with_locked(struct mm_struct *mm, unsigned long addr,
		     struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, PULL_FLAGS, page, &locked);
	if (locked)
		mmap_read_unlock(mm);
	if (n <= 0)
		return -EFAULT; // want "-EINTR of get_user_pages_remote\\(\\), which a signal may end, becomes -EFAULT"
	return 0;
}

/* Two numbers, and neither says what happened. */
int fold_in_two(unsigned long addr, struct page **page, bool write)
{
	long n = get_user_pages_unlocked(addr, 1, page, PULL_FLAGS);

	if (n == -EFAULT)
		return -EFAULT;
	if (n < 0)
		return -ENXIO; // want "becomes -ENXIO here"
	return 0;
}

bool fold_into_bool(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE) == 1; // want "becomes 0"
}

struct page *fold_into_null(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_unlocked(addr, 1, &page, FOLL_INTERRUPTIBLE) != 1)
		return NULL; // want "becomes 0"
	return page;
}

struct page *fold_into_errptr(unsigned long addr)
{
	struct page *page;
	long n = get_user_pages_unlocked(addr, 1, &page, FOLL_INTERRUPTIBLE);

	if (n < 1)
		return ERR_PTR(-EFAULT); // want "becomes -EFAULT here"
	return page;
}

/* One value for all that goes wrong. */
unsigned long fold_into_poison(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_unlocked(addr, 1, &page, FOLL_INTERRUPTIBLE) != 1)
		return PULL_BAD_PFN; // want "becomes PULL_BAD_PFN here"
	return page_to_pfn(page);
}

/* Told apart from poison, but not from the rest. */
int fold_the_rest(unsigned long addr, struct page **page)
{
	long n;

	n = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE | FOLL_HWPOISON);
	if (n == 1)
		return 0;
	if (n == -EHWPOISON)
		return -EHWPOISON;
	return -EFAULT; // want "becomes -EFAULT here"
}

/* As a number without a sign it is a large one. */
int fold_unsigned(unsigned long addr, struct page **page)
{
	unsigned int n = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);

	if (n > 1)
		return -EIO; // want "becomes -EIO here"
	return 0;
}

int fold_under_lock(struct mutex *lock, unsigned long addr, struct page **page)
{
	int err;

	mutex_lock(lock);
	err = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE) == 1 ? 0 : -EFAULT;
	mutex_unlock(lock);
	return err; // want "becomes -EFAULT here"
}

int fold_short(unsigned long addr, int nr, struct page **pages)
{
	long n = get_user_pages_unlocked(addr, nr, pages, FOLL_INTERRUPTIBLE);

	if (n < nr) {
		if (n > 0)
			release_pages(pages, n);
		return -EFAULT; // want "becomes -EFAULT here"
	}
	return 0;
}

int fold_after_loop(unsigned long addr, int nr, struct page **pages)
{
	int n, done = 0;

	while (done < nr) {
		n = get_user_pages_unlocked(addr, nr - done, pages + done, FOLL_INTERRUPTIBLE);
		if (n <= 0)
			break;
		done += n;
		addr += n * PAGE_SIZE;
	}
	if (done != nr)
		return -EFAULT; // want "becomes -EFAULT here"
	return 0;
}

/* A function that makes one number of all. */
static int pull_error(long n)
{
	return n == 1 ? 0 : -EFAULT;
}

int fold_by_helper(unsigned long addr, struct page **page)
{
	return pull_error(get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE)); // want "becomes -EFAULT here"
}

/*
 * Taken for success
 */

int taken_for_success(struct pull *p)
{
	long n = get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE);

	if (!n)
		return -EAGAIN;
	p->valid = true;
	return 0; // want "becomes 0, which stands for success here"
}

int one_error_alone(struct pull *p)
{
	long n = get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE);

	if (n == -ENOMEM)
		return -ENOMEM;
	return 0; // want "becomes 0, which stands for success here"
}

int never_looked_at(struct pull *p)
{
	long n;

	n = get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE);
	return 0; // want "becomes 0, which stands for success here"
}

/*
 * Dropped
 */

void dropped(struct pull *p)
{
	long n = get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE); // want "-EINTR of get_user_pages_unlocked\\(\\), which a signal may end, is dropped"

	if (n == 1)
		p->valid = true;
}

void dropped_early(struct pull *p)
{
	if (get_user_pages_unlocked(p->addr, 1, &p->page, FOLL_INTERRUPTIBLE) != 1) // want "is dropped"
		return;
	p->valid = true;
}

/*
 * Tried again
 */

int again_by_number(unsigned long addr, struct page **page)
{
	long n;

	do { // want "-EINTR of get_user_pages_unlocked\\(\\), which a signal may end, leads back to the call, and the signal stays pending"
		n = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);
	} while (n == -EINTR);
	return n < 0 ? n : 0;
}

int again_by_label(unsigned long addr, struct page **page)
{
	long n;

again: // want "leads back to the call"
	n = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);
	if (n == -EINTR || n == -EAGAIN)
		goto again;
	return n < 0 ? n : 0;
}

int again_until_it_works(unsigned long addr, struct page **page)
{
	for (;;) { // want "leads back to the call"
		if (get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE) == 1)
			break;
		cond_resched();
	}
	return 0;
}

int again_but_for_one(unsigned long addr, struct page **page)
{
	long n;

retry: // want "leads back to the call"
	n = get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE);
	if (n < 0) {
		if (n != -EFAULT)
			goto retry;
		return n;
	}
	return 0;
}

void again_in_condition(unsigned long addr, struct page **page)
{
	while (get_user_pages_unlocked(addr, 1, page, FOLL_INTERRUPTIBLE) != 1) // want "leads back to the call"
		schedule();
}

/* Nor does it end if the call does not ask: the task is being killed then. */
int again_while_killed(unsigned long addr, struct page **page)
{
	long n;

	do { // want "-EINTR of get_user_pages_fast\\(\\) leads back to the call"
		n = get_user_pages_fast(addr, 1, FOLL_WRITE, page);
	} while (n == -EINTR || n == -EAGAIN);
	return n < 0 ? n : 0;
}

/* Other errors do so too: that is for endless-retry. */
int again_after_all(unsigned long addr, struct page **page)
{
	long n;

	do {
		n = get_user_pages_fast(addr, 1, FOLL_WRITE, page);
	} while (n < 0);
	return 0;
}
