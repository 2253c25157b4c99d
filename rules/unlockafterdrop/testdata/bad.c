// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/scope/bad.c

#include <linux/cleanup.h>
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct probe {
	struct mm_struct *mm;
	unsigned long addr;
	unsigned int flags;
	struct page *page;
	struct page **pages;
	int locked;
};

int probe_setup(struct probe *p);

#define UNLOCK(mm)	mmap_read_unlock(mm)
#define UNLOCK_IF(held, mm)	do { if (held) mmap_read_unlock(mm); } while (0)

/* The lock is let go of in any case. */
static long plain(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);	// step "may let go"
	mmap_read_unlock(mm);	// want "mmap_read_unlock\\(\\) without a look at \\*locked: get_user_pages_remote\\(\\)"
	return n;
}

/* The result is looked at, and says nothing about the lock. */
static int by_result(struct probe *p)
{
	int locked = 1, ret;

	mmap_read_lock(p->mm);
	ret = pin_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE, &p->page, &locked);
	if (ret < 0) {
		mmap_read_unlock(p->mm);	// want "pin_user_pages_remote"
		return ret;
	}
	if (locked)
		mmap_read_unlock(p->mm);
	return 0;
}

/* The way out for errors is shared with what fails before the call. */
static int shared_exit(struct probe *p)
{
	int locked = 1;
	long ret;

	mmap_read_lock(p->mm);
	ret = probe_setup(p);
	if (ret)
		goto unlock;
	ret = get_user_pages_remote(p->mm, p->addr, 1, p->flags, &p->page, &locked);
	if (ret != 1) {
		ret = ret < 0 ? ret : -EFAULT;
		goto unlock;
	}
	ret = 0;
unlock:
	mmap_read_unlock(p->mm);	// want "without a look at"
	return ret;
}

/* Looked at the wrong way round. */
static long inverted(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	if (!locked)
		mmap_read_unlock(mm);	// want "without a look at"
	return n;	// want "mmap_lock stays held here if get_user_pages_remote\\(\\) has not let go"
}

/* The flag is set again before it is looked at. */
static long armed_too_early(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	locked = 1;
	if (locked)
		mmap_read_unlock(mm);	// want "without a look at"
	return n;
}

/* Once more with the lock that may be gone. */
static long page_by_page(struct mm_struct *mm, unsigned long addr, int nr, struct page **pages)
{
	long ret = 0;
	int i;

	for (i = 0; i < nr; i++) {
		int locked = 1;

		mmap_read_lock(mm);
		ret = get_user_pages_remote(mm, addr + i * PAGE_SIZE, 1, 0, &pages[i], &locked);
		mmap_read_unlock(mm);	// want "without a look at"
		if (ret != 1)
			break;
	}
	return ret;
}

/* The semaphore itself. */
static long by_semaphore(struct probe *p)
{
	int locked = 1;
	long n;

	down_read(&p->mm->mmap_lock);
	n = pin_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE, &p->page, &locked);
	up_read(&p->mm->mmap_lock);	// want "up_read\\(\\) without a look at"
	return n;
}

/* The lock of the current task, under two names. */
static long of_current(unsigned long addr, struct page **page)
{
	struct mm_struct *mm = current->mm;
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	mmap_read_unlock(current->mm);	// want "without a look at"
	return n;
}

/* The flag lies in a structure. */
static long in_member(struct probe *p)
{
	long n;

	p->locked = 1;
	mmap_read_lock(p->mm);
	n = get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &p->locked);
	mmap_read_unlock(p->mm);	// want "without a look at"
	return n;
}

/* Whoever cannot be killed here holds the lock, and lets go of it for good. */
static long killable(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	if (mmap_read_lock_killable(mm))
		return -EINTR;
	n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	if (n <= 0) {
		if (locked)
			mmap_read_unlock(mm);
		return n ? n : -EFAULT;
	}
	mmap_read_unlock(mm);	// want "without a look at"
	return n;
}

/* Only one way does not wait for pages. */
static long one_way(struct probe *p, bool nowait)
{
	int locked = 1;
	long n;

	mmap_read_lock(p->mm);
	if (nowait)
		n = get_user_pages_remote(p->mm, p->addr, 1, FOLL_NOWAIT, &p->page, &locked);
	else
		n = get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
	mmap_read_unlock(p->mm);	// want "without a look at"
	return n;
}

/* The end of the scope unlocks. */
static long guarded(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;

	guard(mmap_read_lock)(mm);	// want "the end of this scope unlocks without a look at"
	return get_user_pages_remote(mm, addr, 1, 0, page, &locked);
}

static long guarded_ways(struct probe *p)
{
	int locked = 1;
	long n;

	guard(mmap_read_lock)(p->mm);	// want "the end of this scope"
	if (!p->addr)
		return -EINVAL;
	n = pin_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
	if (n < 0)
		return n;
	if (n == 0)
		return -EFAULT;
	return locked ? 0 : -EAGAIN;
}

static long guarded_block(struct probe *p)
{
	int locked = 1;
	long n;

	scoped_guard(mmap_read_lock, p->mm) {	// want "the end of this scope"
		n = get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
		if (n < 0)
			return n;
	}
	return n;
}

static long guarded_semaphore(struct probe *p)
{
	int locked = 1;

	guard(rwsem_read)(&p->mm->mmap_lock);	// want "the end of this scope"
	return get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
}

/* A helper unlocks, and takes no heed of it. */
static void probe_done(struct probe *p)
{
	p->flags = 0;
	mmap_read_unlock(p->mm);
}

static long in_helper(struct probe *p)
{
	int locked = 1;
	long n;

	mmap_read_lock(p->mm);
	n = get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
	probe_done(p);	// want "without a look at"
	return n;
}

/* Through two of them, from a place that errors share. */
static void probe_end(struct probe *p, int ret)
{
	if (ret < 0)
		p->addr = 0;
	probe_done(p);
}

static long in_helpers(struct probe *p)
{
	int locked = 1;
	long n;

	mmap_read_lock(p->mm);
	n = probe_setup(p);
	if (n)
		goto out;
	n = get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
out:
	probe_end(p, n);	// want "mmap_read_unlock\\(\\) without a look at"
	return n;
}

/* A wrapper hands the pointer through, and nobody looks at it. */
static long grab(struct probe *p, int *locked)
{
	return get_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE, &p->page, locked);	// step "may let go"
}

static long through_wrapper(struct probe *p)
{
	int locked = 1;
	long n;

	mmap_read_lock(p->mm);
	n = grab(p, &locked);
	mmap_read_unlock(p->mm);	// want "get_user_pages_remote\\(\\) may have let go"
	return n;
}

/* The wrapper has a flag of its own, and does not tell. */
static long grab_alone(struct probe *p)
{
	int locked = 1;

	return get_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE, &p->page, &locked);
}

static long not_told(struct probe *p)
{
	long n;

	mmap_read_lock(p->mm);
	n = grab_alone(p);
	mmap_read_unlock(p->mm);	// want "without a look at"
	return n;
}

/* After a loop that goes on as long as it is held, or does not care. */
static long while_locked(struct mm_struct *mm, unsigned long addr, int nr, struct page **pages)
{
	int locked = 1, i;
	long ret = 0;

	mmap_read_lock(mm);
	for (i = 0; i < nr && locked; i++) {
		ret = get_user_pages_remote(mm, addr + i * PAGE_SIZE, 1, 0, &pages[i], &locked);
		if (ret != 1)
			break;
	}
	mmap_read_unlock(mm);	// want "without a look at"
	return ret;
}

static long taken_again_but_for_errors(struct mm_struct *mm, unsigned long addr, int nr, struct page **pages)
{
	int locked = 1, i;
	long ret = 0;

	mmap_read_lock(mm);
	for (i = 0; i < nr; i++) {
		ret = get_user_pages_remote(mm, addr + i * PAGE_SIZE, 1, 0, &pages[i], &locked);
		if (ret != 1)
			break;
		if (!locked) {
			mmap_read_lock(mm);
			locked = 1;
		}
	}
	mmap_read_unlock(mm);	// want "without a look at"
	return ret;
}

/* By a macro. */
static long by_macro(struct probe *p)
{
	int locked = 1;
	long n;

	mmap_read_lock(p->mm);
	n = get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
	if (n < 0)
		UNLOCK(p->mm);	// want "without a look at"
	else
		UNLOCK_IF(locked, p->mm);
	return n;
}

/* One of two locks. */
static long one_of_two(struct probe *p, bool own, int nr)
{
	struct mm_struct *mm = own ? current->mm : p->mm;
	int locked = 1;
	long n = 0;

	mmap_read_lock(mm);
	while (nr-- && locked && n >= 0)
		n = get_user_pages_remote(mm, p->addr + nr * PAGE_SIZE, 1, 0, &p->page, &locked);
	if (n < 0)
		mmap_read_unlock(mm);	// want "without a look at"
	else if (locked)
		mmap_read_unlock(mm);
	return n;
}

/* In the round after. */
static long round_after(struct probe *p)
{
	int locked, tries = 0;
	long n;

	do {
		if (tries++)
			mmap_read_unlock(p->mm);	// want "without a look at"
		mmap_read_lock(p->mm);
		locked = 1;
		n = get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
	} while (n < 0 && tries < 3);
	if (locked)
		mmap_read_unlock(p->mm);
	return n;
}

/* Taken in a loop. */
static long lazily(struct probe *p, int nr, struct page **pages)
{
	int locked = 0, i;
	long ret = 0;

	for (i = 0; i < nr && ret >= 0; i++) {
		if (!locked) {
			mmap_read_lock(p->mm);
			locked = 1;
		}
		ret = get_user_pages_remote(p->mm, p->addr + i * PAGE_SIZE, 1, 0, &pages[i], &locked);
	}
	if (i)
		mmap_read_unlock(p->mm);	// want "without a look at"
	return ret;
}
