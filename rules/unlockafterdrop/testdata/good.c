// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/scope/good.c

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

static long plain(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

/* One way out for all, guarded by the flag. */
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
	if (locked)
		mmap_read_unlock(p->mm);
	return ret;
}

/* Two ways out: before the call the lock is held for sure. */
static int two_exits(struct probe *p)
{
	int locked = 1;
	long ret;

	mmap_read_lock(p->mm);
	ret = probe_setup(p);
	if (ret) {
		mmap_read_unlock(p->mm);
		return ret;
	}
	ret = get_user_pages_remote(p->mm, p->addr, 1, p->flags, &p->page, &locked);
	if (!locked)
		return ret;
	mmap_read_unlock(p->mm);
	return ret;
}

/* Taken again where it was let go of. */
static long taken_again(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	if (!locked)
		mmap_read_lock(mm);
	mmap_read_unlock(mm);
	return n;
}

/* Without a pointer the call keeps the lock. */
static long no_pointer(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, NULL);
	mmap_read_unlock(mm);
	return n;
}

/* The pointer is NULL where the lock is not given up. */
static long maybe_pointer(struct probe *p, bool may_wait)
{
	int locked = 1;
	long n;

	mmap_read_lock(p->mm);
	n = get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, may_wait ? &locked : NULL);
	if (!may_wait || locked)
		mmap_read_unlock(p->mm);
	return n;
}

/* Who does not wait for pages does not let go of the lock. */
static long no_wait(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE | FOLL_NOWAIT, page, &locked);
	mmap_read_unlock(mm);
	return n;
}

static long no_fault(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_NOFAULT, page, &locked);
	mmap_read_unlock(mm);
	return n;
}

/* fixup_user_fault() always comes back with the lock held. */
static int fixed_up(struct mm_struct *mm, unsigned long addr)
{
	bool unlocked = false;
	int ret;

	mmap_read_lock(mm);
	ret = fixup_user_fault(mm, addr, FAULT_FLAG_WRITE, &unlocked);
	mmap_read_unlock(mm);
	return unlocked ? -EAGAIN : ret;
}

/* A helper of the file is told of it by value, by pointer, or by a member. */
static void done_by_value(struct mm_struct *mm, int locked)
{
	if (locked)
		mmap_read_unlock(mm);
}

static long helper_by_value(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	done_by_value(mm, locked);
	return n;
}

static void done_by_pointer(struct mm_struct *mm, int *locked)
{
	if (!*locked)
		return;
	mmap_read_unlock(mm);
	*locked = 0;
}

static long helper_by_pointer(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	if (n == 1)
		done_by_pointer(mm, &locked);
	done_by_pointer(mm, &locked);
	return n;
}

static void done_by_member(struct probe *p)
{
	if (p->locked)
		mmap_read_unlock(p->mm);
	p->locked = 0;
}

static long helper_by_member(struct probe *p)
{
	long n;

	mmap_read_lock(p->mm);
	p->locked = 1;
	n = pin_user_pages_remote(p->mm, p->addr, 1, p->flags, &p->page, &p->locked);
	done_by_member(p);
	return n;
}

/* The flag is armed where it is needed, and kept in a structure between calls. */
static long re_armed(struct probe *p)
{
	long n;

	if (p->locked != 1) {
		mmap_read_lock(p->mm);
		p->locked = 1;
	}
	n = pin_user_pages_remote(p->mm, p->addr, 1, p->flags, &p->page, &p->locked);
	return n;
}

static void re_armed_end(struct probe *p)
{
	if (p->locked == 1)
		mmap_read_unlock(p->mm);
	p->locked = -1;
}

/* A wrapper hands the pointer through. */
static long grab(struct mm_struct *mm, unsigned long addr, struct page **page, int *locked)
{
	return get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, locked);
}

static long through_wrapper(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = grab(mm, addr, page, &locked);
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

static long wrapper_keeps(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(mm);
	n = grab(mm, addr, page, NULL);
	mmap_read_unlock(mm);
	return n;
}

/* A wrapper that takes the lock again. */
static long grab_held(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);
	if (locked == 0)
		mmap_read_lock(mm);
	return n;
}

static long keeps_it_held(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(mm);
	n = grab_held(mm, addr, page);
	mmap_read_unlock(mm);
	return n;
}

/* Again until it went through. */
static long retry(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked;
	long n;

again:
	locked = 1;
	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	if (!locked)
		goto again;
	mmap_read_unlock(mm);
	return n;
}

/* Page by page, each with the lock taken anew. */
static long page_by_page(struct mm_struct *mm, unsigned long addr, int nr, struct page **pages)
{
	long ret = 0;
	int i;

	for (i = 0; i < nr; i++) {
		int locked = 1;

		mmap_read_lock(mm);
		ret = get_user_pages_remote(mm, addr + i * PAGE_SIZE, 1, 0, &pages[i], &locked);
		if (locked)
			mmap_read_unlock(mm);
		if (ret != 1)
			break;
	}
	return ret;
}

/* Another mm. */
static long two_spaces(struct mm_struct *mm, struct mm_struct *other, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(other);
	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	if (locked)
		mmap_read_unlock(mm);
	mmap_read_unlock(other);
	return n;
}

/* The flag is copied before it is looked at. */
static long copied(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	bool held;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	held = locked != 0;
	locked = 0;
	if (held)
		mmap_read_unlock(mm);
	return n;
}

/* A guard around a call that keeps the lock, or with the lock taken again. */
static long guarded(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	guard(mmap_read_lock)(mm);
	return get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, NULL);
}

static long guarded_again(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	guard(mmap_read_lock)(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);
	if (!locked)
		mmap_read_lock(mm);
	return n;
}

static long guarded_no_wait(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n = -EFAULT;

	scoped_guard(mmap_read_lock, mm) {
		if (addr)
			n = get_user_pages_remote(mm, addr, 1, FOLL_NOWAIT, page, &locked);
	}
	return n;
}

/* The call stands after the scope. */
static long after_scope(struct probe *p)
{
	int locked = 1;
	long n;

	scoped_guard(mmap_read_lock, p->mm)
		p->flags = 0;
	mmap_read_lock(p->mm);
	n = get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
	if (locked)
		mmap_read_unlock(p->mm);
	return n;
}
