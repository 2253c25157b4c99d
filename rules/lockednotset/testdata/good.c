// SPDX-License-Identifier: MIT
// *locked is 1, or nobody can say.
#include <linux/mm.h>
#include <linux/errno.h>

struct reader {
	struct mm_struct *mm;
	unsigned long addr;
	struct page **pages;
	int locked;
};

int set_at_once(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

int set_later(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int is_held;
	long n = -EINTR;

	if (mmap_read_lock_killable(mm))
		goto out;
	is_held = true;
	n = pin_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &is_held);
	if (is_held)
		mmap_read_unlock(mm);
out:
	return n;
}

/* Nothing to be told. */
int without(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, NULL);
	mmap_read_unlock(mm);
	return n;
}

/* Locked again where it was dropped. */
int locked_again(struct mm_struct *mm, unsigned long addr, int nr,
		 struct page **pages)
{
	int locked = 0, i;
	long n = 0;

	for (i = 0; i < nr; i++) {
		if (!locked) {
			mmap_read_lock(mm);
			locked = 1;
		}
		n = get_user_pages_remote(mm, addr + i * PAGE_SIZE, 1, 0,
					  pages + i, &locked);
		if (n != 1)
			break;
	}
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

int armed_each_time(struct mm_struct *mm, unsigned long addr, int nr,
		    struct page **pages)
{
	int locked, i;

	for (i = 0; i < nr; i++) {
		mmap_read_lock(mm);
		locked = 1;
		if (get_user_pages_remote(mm, addr + i * PAGE_SIZE, 1, 0,
					  pages + i, &locked) != 1)
			break;
		if (locked)
			mmap_read_unlock(mm);
	}
	return i;
}

/* It survives in a structure: -1 before the lock was ever taken. */
int armed_in_structure(struct reader *r, unsigned long nr)
{
	if (r->locked == -1)
		r->locked = 0;
	if (!r->locked) {
		mmap_read_lock(r->mm);
		r->locked = 1;
	}
	return pin_user_pages_remote(r->mm, r->addr, nr, FOLL_WRITE, r->pages,
				     &r->locked);
}

/* Whoever calls it knows. */
long of_a_caller(struct mm_struct *mm, unsigned long addr, struct page **page,
		 int *locked)
{
	return get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, locked);
}

long of_a_structure(struct reader *r)
{
	return get_user_pages_remote(r->mm, r->addr, 1, 0, r->pages, &r->locked);
}

static void lock_for_read(struct mm_struct *mm, int *locked)
{
	mmap_read_lock(mm);
	*locked = 1;
}

long set_by_helper(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked;

	lock_for_read(mm, &locked);
	return get_user_pages_remote(mm, addr, 1, 0, page, &locked);
}

void lock_elsewhere(struct mm_struct *mm, int *locked);

long set_elsewhere(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked;

	lock_elsewhere(mm, &locked);
	return get_user_pages_remote(mm, addr, 1, 0, page, &locked);
}

/* *locked is set where the pointer is. */
long pointer_or_null(struct mm_struct *mm, unsigned long addr, bool may_drop,
		     struct page **page)
{
	int locked;
	int *p = NULL;

	mmap_read_lock(mm);
	if (may_drop) {
		locked = 1;
		p = &locked;
	}
	return get_user_pages_remote(mm, addr, 1, 0, page, p);
}

int same_condition_twice(struct mm_struct *mm, unsigned long addr, bool lock,
			 struct page **page)
{
	int locked;

	if (lock) {
		mmap_read_lock(mm);
		locked = 1;
	}
	if (!lock)
		return -EINVAL;
	return get_user_pages_remote(mm, addr, 1, 0, page, &locked);
}
