// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/scope/good.c

#include <linux/errno.h>
#include <linux/mm.h>

struct probe {
	struct mm_struct *mm;
	unsigned long addr;
	struct page *page;
	int locked;
};

static long no_pointer(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	long n;

	mmap_write_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, NULL);
	mmap_write_unlock(mm);
	return n;
}

static long no_parameter(struct probe *p)
{
	long n;

	mmap_write_lock(current->mm);
	n = pin_user_pages(p->addr, 1, FOLL_WRITE, &p->page);
	mmap_write_unlock(current->mm);
	return n;
}

static long reader(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

/* Made a reader before. */
static long downgraded(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_write_lock(mm);
	mmap_write_downgrade(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

/* Released before, and taken as a reader. */
static long released(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_write_lock(mm);
	mmap_write_unlock(mm);
	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

/* The pointer goes with the way in which the lock is held. */
static long either_lock(struct mm_struct *mm, unsigned long addr, struct page **page, bool write)
{
	int locked = 1;
	long n;

	if (write)
		mmap_write_lock(mm);
	else
		mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, write ? NULL : &locked);
	if (write)
		mmap_write_unlock(mm);
	else if (locked)
		mmap_read_unlock(mm);
	return n;
}

/* The lock of another mm. */
static long other_space(struct probe *p, struct mm_struct *own)
{
	int locked = 1;
	long n;

	mmap_write_lock(own);
	mmap_read_lock(p->mm);
	n = pin_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
	if (locked)
		mmap_read_unlock(p->mm);
	mmap_write_unlock(own);
	return n;
}

/* A wrapper for those who hold it in either way. */
static long grab(struct probe *p, int *locked)
{
	return pin_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE, &p->page, locked);
}

static long as_writer(struct probe *p)
{
	long n;

	mmap_write_lock(p->mm);
	n = grab(p, NULL);
	mmap_write_unlock(p->mm);
	return n;
}

static long as_reader(struct probe *p)
{
	int locked = 1;
	long n;

	mmap_read_lock(p->mm);
	n = grab(p, &locked);
	if (locked)
		mmap_read_unlock(p->mm);
	return n;
}

/* Who does not wait for pages does not let go of the lock. */
static long no_wait(struct probe *p)
{
	int locked = 1;
	long n;

	mmap_write_lock(p->mm);
	n = pin_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE | FOLL_NOWAIT, &p->page, &locked);
	mmap_write_unlock(p->mm);
	return n;
}

static long no_fault(struct probe *p, bool write)
{
	unsigned int flags = FOLL_NOFAULT;
	int locked = 1;
	long n;

	if (write)
		flags |= FOLL_WRITE;
	mmap_write_lock(p->mm);
	n = pin_user_pages_remote(p->mm, p->addr, 1, flags, &p->page, &locked);
	mmap_write_unlock(p->mm);
	return n;
}

/* It waits for pages as a reader alone. */
static long waits_as_reader(struct probe *p, bool write)
{
	unsigned int flags = FOLL_WRITE;
	int locked = 1;
	long n;

	if (write) {
		mmap_write_lock(p->mm);
		flags |= FOLL_NOWAIT;
	} else {
		mmap_read_lock(p->mm);
	}
	n = pin_user_pages_remote(p->mm, p->addr, 1, flags, &p->page, &locked);
	if (write)
		mmap_write_unlock(p->mm);
	else if (locked)
		mmap_read_unlock(p->mm);
	return n;
}

/* The flags come from callers. */
static long grab_with(struct probe *p, unsigned int flags)
{
	int locked = 1;
	long n;

	mmap_write_lock(p->mm);
	n = pin_user_pages_remote(p->mm, p->addr, 1, flags, &p->page, &locked);
	mmap_write_unlock(p->mm);
	return n;
}

static long grab_at_once(struct probe *p)
{
	return grab_with(p, FOLL_WRITE | FOLL_NOWAIT);
}

static long grab_what_is_there(struct probe *p)
{
	return grab_with(p, FOLL_NOFAULT);
}
