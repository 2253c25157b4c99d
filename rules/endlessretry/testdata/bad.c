// SPDX-License-Identifier: MIT
// Calls that fail, made again for ever.
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/errno.h>

struct vdev {
	struct page *page;
	unsigned long addr;
};

int until_it_works(unsigned long addr, struct page **page)
{
	long n;

	do { // want "a failure of get_user_pages_unlocked.. leads back to the call, and nothing else ends the loop"
		n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE); // step "the call"
	} while (n != 1);
	return 0;
}

void until_positive(unsigned long addr, struct page **page)
{
	while (get_user_pages_fast(addr, 1, FOLL_WRITE, page) <= 0) // want "a failure of get_user_pages_fast"
		cond_resched();
}

int inverted(unsigned long addr, struct page **page)
{
	for (;;) { // want "a failure of pin_user_pages_fast"
		int got = pin_user_pages_fast(addr, 1, 0, page);

		if (got == 1)
			break;
	}
	return 0;
}

int with_goto(unsigned long addr, struct page **page)
{
	long ret;

again: // want "a failure of get_user_pages_unlocked"
	ret = get_user_pages_unlocked(addr, 1, page, 0);
	if (ret < 0) {
		schedule();
		goto again;
	}
	return ret;
}

/* Only one error ends it. */
int but_for_enomem(unsigned long addr, struct page **page)
{
	long ret;

	do { // want "a failure of get_user_pages_unlocked"
		ret = get_user_pages_unlocked(addr, 1, page, 0);
		if (ret == -ENOMEM)
			return ret;
	} while (ret < 0);
	return 0;
}

/* The caller goes round. */
static long grab(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);
}

void caller_goes_round(unsigned long addr, struct page **page)
{
	long n;

	do { // want "a failure of get_user_pages_unlocked"
		n = grab(addr, page);
	} while (n < 1);
}

static int grab_for(struct vdev *v)
{
	return grab(v->addr, &v->page) == 1 ? 0 : -EFAULT;
}

int two_above(struct vdev *v)
{
	while (grab_for(v)) // want "a failure of get_user_pages_unlocked"
		cond_resched();
	return 0;
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

void behind_ops(struct vdev *v, const struct vdev_ops *o)
{
	while (o->fill(v) != 1) // want "a failure of get_user_pages_unlocked"
		;
}

bool until_fixed_up(struct mm_struct *mm, unsigned long addr)
{
	bool unlocked = false;

	mmap_read_lock(mm);
	while (fixup_user_fault(mm, addr, FAULT_FLAG_WRITE, &unlocked)) // want "a failure of fixup_user_fault"
		cond_resched();
	mmap_read_unlock(mm);
	return unlocked;
}

/* What was tested before the loop does not end it. */
int after_an_allocation(unsigned long addr, unsigned long nr)
{
	struct page **pages = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);
	long n;

	if (!pages)
		return -ENOMEM;
	do { // want "a failure of get_user_pages_unlocked"
		n = get_user_pages_unlocked(addr, nr, pages, FOLL_WRITE);
	} while (n < 0);
	release_pages(pages, n);
	kvfree(pages);
	return n < nr ? -EFAULT : 0;
}
