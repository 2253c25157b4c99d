// SPDX-License-Identifier: MIT
// path: drivers/misc/shuttle/shuttle.c
// Entries that take mmap_lock, with it held.
#include <linux/cleanup.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/rwsem.h>

#define SHUTTLE_LOAD	1
#define SHUTTLE_SYNC	2

struct shuttle {
	struct mm_struct *mm;
	struct page **pages;
	unsigned long addr;
	unsigned int gup_flags;
	int nr;
	int got;
};

/*
 * In one function
 */

int for_reading(unsigned long addr, struct page **page)
{
	int n;

	mmap_read_lock(current->mm); // step "mmap_read_lock\\(\\) is the last that is done to the lock before"
	n = get_user_pages_fast(addr, 1, FOLL_WRITE, page); // want "get_user_pages_fast\\(\\) takes mmap_lock, which is held already"
	mmap_read_unlock(current->mm);
	return n;
}

long for_writing(unsigned long addr, struct page **page)
{
	long n;

	mmap_write_lock(current->mm);
	n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE); // want "get_user_pages_unlocked\\(\\) takes mmap_lock"
	mmap_write_unlock(current->mm);
	return n;
}

int by_alias(unsigned long addr, int nr, struct page **pages)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	int n = -EFAULT;

	mmap_read_lock(mm);
	vma = vma_lookup(mm, addr);
	if (!vma || vma->vm_flags & VM_IO)
		goto unlock;
	n = pin_user_pages_fast(addr, nr, FOLL_LONGTERM, pages); // want "pin_user_pages_fast\\(\\) takes mmap_lock"
unlock:
	mmap_read_unlock(mm);
	return n;
}

long on_semaphore(unsigned long addr, struct page **page)
{
	long n;

	down_read(&current->mm->mmap_lock);
	n = pin_user_pages_unlocked(addr, 1, page, FOLL_WRITE); // want "pin_user_pages_unlocked\\(\\) takes mmap_lock"
	up_read(&current->mm->mmap_lock);
	return n;
}

long killable(unsigned long addr, struct page **page)
{
	long n;

	if (mmap_read_lock_killable(current->mm))
		return -EINTR;
	n = get_user_pages_unlocked(addr, 1, page, 0); // want "takes mmap_lock"
	mmap_read_unlock(current->mm);
	return n;
}

int tried(unsigned long addr, struct page **page)
{
	int n = -EAGAIN;

	if (mmap_read_trylock(current->mm)) {
		n = get_user_pages_fast(addr, 1, 0, page); // want "takes mmap_lock"
		mmap_read_unlock(current->mm);
	}
	return n;
}

int in_scope(unsigned long addr, struct page **page)
{
	guard(mmap_read_lock)(current->mm);
	if (!vma_lookup(current->mm, addr))
		return -EFAULT;
	return get_user_pages_fast(addr, 1, FOLL_WRITE, page); // want "takes mmap_lock"
}

int in_scope_of_statement(unsigned long addr, struct page **page)
{
	scoped_guard(mmap_read_lock, current->mm)
		return get_user_pages_fast(addr, 1, FOLL_WRITE, page); // want "takes mmap_lock"
	return 0;
}

/* Downgraded is not released. */
int downgraded(unsigned long addr, struct page **page)
{
	int n;

	mmap_write_lock(current->mm);
	mmap_write_downgrade(current->mm);
	n = pin_user_pages_fast(addr, 1, FOLL_WRITE, page); // want "takes mmap_lock"
	mmap_read_unlock(current->mm);
	return n;
}

/* Page by page, all under one lock. */
int in_a_loop(unsigned long addr, int nr, struct page **pages)
{
	int i;

	mmap_read_lock(current->mm);
	for (i = 0; i < nr; i++) {
		if (get_user_pages_fast(addr + i * PAGE_SIZE, 1, 0, pages + i) != 1) // want "takes mmap_lock"
			break;
	}
	mmap_read_unlock(current->mm);
	return i;
}

/* Whichever way it was taken. */
int one_way_or_the_other(unsigned long addr, bool write, struct page **page)
{
	int n;

	if (write)
		mmap_write_lock(current->mm);
	else
		mmap_read_lock(current->mm);
	n = get_user_pages_fast(addr, 1, write ? FOLL_WRITE : 0, page); // want "takes mmap_lock"
	if (write)
		mmap_write_unlock(current->mm);
	else
		mmap_read_unlock(current->mm);
	return n;
}

/* Said to be held by whoever calls. */
int asserted(unsigned long addr, struct page **page)
{
	mmap_assert_locked(current->mm);
	return get_user_pages_fast(addr, 1, 0, page); // want "takes mmap_lock"
}

/* The lock of another one is released, not this. */
int other_released(struct shuttle *s, struct page **page)
{
	int n;

	mmap_read_lock(current->mm);
	mmap_read_lock(s->mm);
	mmap_read_unlock(s->mm);
	n = get_user_pages_fast(s->addr, 1, 0, page); // want "takes mmap_lock"
	mmap_read_unlock(current->mm);
	return n;
}

/*
 * Taken by a helper, or around one
 */

static int shuttle_enter(struct shuttle *s)
{
	if (!s->pages)
		return -EINVAL;
	mmap_read_lock(current->mm);
	return 0;
}

static void shuttle_leave(void)
{
	mmap_read_unlock(current->mm);
}

int by_helper(struct shuttle *s)
{
	int ret = shuttle_enter(s);

	if (ret)
		return ret;
	ret = get_user_pages_fast(s->addr, s->nr, FOLL_WRITE, s->pages); // want "takes mmap_lock"
	shuttle_leave();
	return ret;
}

static int shuttle_get(struct shuttle *s, unsigned int gup_flags)
{
	return pin_user_pages_fast(s->addr, s->nr, gup_flags, s->pages); // step "pin_user_pages_fast\\(\\) is called here"
}

static int shuttle_peek(struct shuttle *s)
{
	return get_user_pages_fast(s->addr, 1, 0, s->pages);
}

static long shuttle_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct shuttle *s = file->private_data;
	long n = -EINVAL;

	mmap_read_lock(current->mm);
	switch (cmd) {
	case SHUTTLE_LOAD:
		n = shuttle_get(s, FOLL_WRITE); // want "pin_user_pages_fast\\(\\) takes mmap_lock"
		break;
	case SHUTTLE_SYNC:
		n = shuttle_peek(s); // want "get_user_pages_fast\\(\\) takes mmap_lock"
		break;
	}
	mmap_read_unlock(current->mm);
	return n;
}

const struct file_operations shuttle_fops = {
	.unlocked_ioctl = shuttle_ioctl,
};

/* A page for a core dump is looked for with the lock as well. */
struct page *dump_one(unsigned long addr)
{
	struct page *page;

	mmap_read_lock(current->mm);
	page = get_dump_page(addr); // want "get_dump_page\\(\\) takes mmap_lock"
	mmap_read_unlock(current->mm);
	return page;
}

/* A helper that keeps what comes back to itself. */
static void shuttle_fill(struct shuttle *s)
{
	s->got = get_user_pages_fast(s->addr, s->nr, FOLL_WRITE, s->pages);
}

void fill(struct shuttle *s)
{
	mmap_read_lock(current->mm);
	shuttle_fill(s); // want "takes mmap_lock"
	mmap_read_unlock(current->mm);
}

/* Taken by mmap(), before the driver is called. */
static int shuttle_mmap(struct file *file, struct vm_area_struct *vma) // step "shuttle_mmap\\(\\) is called by mmap\\(\\), with mmap_lock held"
{
	struct shuttle *s = file->private_data;
	int n = pin_user_pages_fast(s->addr, s->nr, FOLL_WRITE, s->pages); // want "pin_user_pages_fast\\(\\) takes mmap_lock"

	if (n < 0)
		return n;
	s->got = n;
	vma->vm_private_data = s;
	return 0;
}

static void shuttle_attach(struct shuttle *s)
{
	s->got = get_user_pages_unlocked(s->addr, 1, s->pages, 0);
}

static int shuttle_mmap_attach(struct file *file, struct vm_area_struct *vma)
{
	shuttle_attach(file->private_data); // want "get_user_pages_unlocked\\(\\) takes mmap_lock"
	return 0;
}

const struct file_operations shuttle_map_fops = {
	.mmap = shuttle_mmap,
};

const struct file_operations shuttle_attach_fops = {
	.mmap = shuttle_mmap_attach,
};
