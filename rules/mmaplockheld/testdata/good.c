// SPDX-License-Identifier: MIT
// path: drivers/misc/shuttle/shuttle.c
// What looks like a lock taken twice, and is none.
#include <linux/cleanup.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/sched.h>

#define SHUTTLE_GET	1
#define SHUTTLE_PIN	2
#define SHUTTLE_FAST	3
#define SHUTTLE_UNLOCKED 4

struct shuttle {
	struct mm_struct *mm;
	struct rw_semaphore sem;
	struct mutex mutex;
	struct page **pages;
	unsigned long addr;
	int nr;
	bool quick;
};

/* Entries that never take the lock, or want it held. */
int never_taken(unsigned long addr, struct page **page)
{
	int n;

	mmap_read_lock(current->mm);
	n = get_user_pages_fast_only(addr, 1, FOLL_WRITE, page);
	if (n != 1)
		n = get_user_pages(addr, 1, FOLL_WRITE, page);
	mmap_read_unlock(current->mm);
	return n;
}

bool one_page(unsigned long addr, struct page **page)
{
	guard(mmap_read_lock)(current->mm);
	return get_user_page_fast_only(addr, FOLL_WRITE, page);
}

/* The lock of another mm, which nobody knows to be that of the task. */
int of_another(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int n;

	mmap_read_lock(mm);
	n = get_user_pages_fast(addr, 1, 0, page);
	mmap_read_unlock(mm);
	return n;
}

int of_a_member(struct shuttle *s)
{
	int n;

	mmap_write_lock(s->mm);
	n = pin_user_pages_fast(s->addr, s->nr, FOLL_LONGTERM, s->pages);
	mmap_write_unlock(s->mm);
	return n;
}

int of_another_task(struct task_struct *task, unsigned long addr, struct page **page)
{
	int n;

	mmap_read_lock(task->mm);
	n = get_user_pages_fast(addr, 1, 0, page);
	mmap_read_unlock(task->mm);
	return n;
}

/* Other locks. */
int another_semaphore(struct shuttle *s)
{
	int n;

	down_read(&s->sem);
	mutex_lock(&s->mutex);
	n = get_user_pages_fast(s->addr, s->nr, 0, s->pages);
	mutex_unlock(&s->mutex);
	up_read(&s->sem);
	return n;
}

/* Released just before, and taken again. */
int let_go_of(unsigned long addr, struct page **page)
{
	struct mm_struct *mm = current->mm;
	int n = -EFAULT;

	mmap_read_lock(mm);
	if (vma_lookup(mm, addr)) {
		mmap_read_unlock(mm);
		n = get_user_pages_fast(addr, 1, 0, page);
		mmap_read_lock(mm);
	}
	mmap_read_unlock(mm);
	return n;
}

int in_rounds(unsigned long addr, int nr, struct page **pages)
{
	struct vm_area_struct *vma;
	int i, n = 0;

	for (i = 0; i < nr; i += n) {
		mmap_read_lock(current->mm);
		vma = vma_lookup(current->mm, addr);
		if (!vma) {
			mmap_read_unlock(current->mm);
			break;
		}
		mmap_read_unlock(current->mm);
		n = pin_user_pages_fast(addr, nr - i, FOLL_WRITE, pages + i);
		if (n <= 0)
			break;
		addr += n * PAGE_SIZE;
	}
	return i;
}

/* The way out on which it is not held. */
int both_ways_out(unsigned long addr, struct page **page)
{
	if (!mmap_read_trylock(current->mm))
		goto slow;
	if (get_user_pages(addr, 1, FOLL_NOWAIT, page) == 1) {
		mmap_read_unlock(current->mm);
		return 1;
	}
	mmap_read_unlock(current->mm);
slow:
	return get_user_pages_fast(addr, 1, 0, page);
}

int not_tried(unsigned long addr, struct page **page)
{
	if (!mmap_write_trylock(current->mm))
		return get_user_pages_fast(addr, 1, 0, page);
	mmap_write_unlock(current->mm);
	return 0;
}

long killed(unsigned long addr, struct page **page)
{
	if (mmap_read_lock_killable(current->mm))
		return get_user_pages_unlocked(addr, 1, page, 0);
	mmap_read_unlock(current->mm);
	return 0;
}

/* The call before gave it back. */
long dropped_before(unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(current->mm);
	n = get_user_pages_remote(current->mm, addr, 1, 0, page, &locked);
	if (!locked)
		return get_user_pages_unlocked(addr, 1, page, 0);
	mmap_read_unlock(current->mm);
	return n;
}

/* Two choices by one flag. */
long by_flag(struct shuttle *s)
{
	long n;

	if (!s->quick)
		mmap_read_lock(current->mm);
	if (s->quick)
		n = get_user_pages_fast(s->addr, s->nr, 0, s->pages);
	else
		n = get_user_pages(s->addr, s->nr, 0, s->pages);
	if (!s->quick)
		mmap_read_unlock(current->mm);
	return n;
}

static bool wants_lock(unsigned int cmd)
{
	switch (cmd) {
	case SHUTTLE_GET:
	case SHUTTLE_PIN:
		return true;
	}
	return false;
}

static long shuttle_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct shuttle *s = file->private_data;
	bool lock = wants_lock(cmd);
	long n = -EINVAL;

	if (lock && mmap_read_lock_killable(current->mm))
		return -EINTR;
	switch (cmd) {
	case SHUTTLE_GET:
		n = get_user_pages(arg, s->nr, 0, s->pages);
		break;
	case SHUTTLE_PIN:
		n = pin_user_pages(arg, s->nr, FOLL_WRITE, s->pages);
		break;
	case SHUTTLE_FAST:
		n = get_user_pages_fast(arg, s->nr, 0, s->pages);
		break;
	case SHUTTLE_UNLOCKED:
		n = pin_user_pages_unlocked(arg, s->nr, s->pages, FOLL_WRITE);
		break;
	}
	if (lock)
		mmap_read_unlock(current->mm);
	return n;
}

/* A helper that releases, and one that is called without. */
static void shuttle_leave(struct shuttle *s)
{
	s->quick = false;
	mmap_read_unlock(current->mm);
}

static int shuttle_pin(struct shuttle *s, unsigned int gup_flags)
{
	return pin_user_pages_fast(s->addr, s->nr, gup_flags, s->pages);
}

static ssize_t shuttle_read(struct file *file, char __user *buf, size_t len,
			    loff_t *pos)
{
	struct shuttle *s = file->private_data;

	mmap_read_lock(current->mm);
	if (!vma_lookup(current->mm, (unsigned long)buf)) {
		shuttle_leave(s);
		return -EFAULT;
	}
	shuttle_leave(s);
	return shuttle_pin(s, FOLL_WRITE);
}

static ssize_t shuttle_write(struct file *file, const char __user *buf,
			     size_t len, loff_t *pos)
{
	struct shuttle *s = file->private_data;
	int n = shuttle_pin(s, 0);

	mmap_read_lock(current->mm);
	mmap_read_unlock(current->mm);
	return n;
}

const struct file_operations shuttle_fops = {
	.unlocked_ioctl = shuttle_ioctl,
	.read = shuttle_read,
	.write = shuttle_write,
};

/* A scope that has ended. */
int after_scope(unsigned long addr, struct page **page)
{
	scoped_guard(mmap_read_lock, current->mm) {
		if (!vma_lookup(current->mm, addr))
			return -EFAULT;
	}
	return get_user_pages_fast(addr, 1, 0, page);
}

/* A helper that keeps what comes back to itself, called before and after. */
static void shuttle_fill(struct shuttle *s)
{
	s->nr = get_user_pages_fast(s->addr, 1, FOLL_WRITE, s->pages);
}

void fill(struct shuttle *s)
{
	shuttle_fill(s);
	mmap_read_lock(current->mm);
	s->quick = vma_lookup(current->mm, s->addr);
	mmap_read_unlock(current->mm);
	shuttle_fill(s);
}

void fill_of_another(struct shuttle *s)
{
	mmap_read_lock(s->mm);
	shuttle_fill(s);
	mmap_read_unlock(s->mm);
}

/* mmap() holds it, so that this is right. */
static int shuttle_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct shuttle *s = file->private_data;

	if (get_user_pages_fast_only(s->addr, 1, FOLL_WRITE, s->pages) == 1)
		return 0;
	return get_user_pages(s->addr, 1, FOLL_WRITE, s->pages) == 1 ? 0 : -EFAULT;
}

/* Called by other means as well: nobody knows what it holds. */
static int shuttle_map_any(struct file *file, struct vm_area_struct *vma)
{
	struct shuttle *s = file->private_data;

	return get_user_pages_fast(s->addr, 1, FOLL_WRITE, s->pages) == 1 ? 0 : -EFAULT;
}

struct shuttle_ops {
	int (*map)(struct file *file, struct vm_area_struct *vma);
};

const struct file_operations shuttle_map_fops = {
	.mmap = shuttle_mmap,
};

const struct file_operations shuttle_any_fops = {
	.mmap = shuttle_map_any,
};

const struct shuttle_ops shuttle_any_ops = {
	.map = shuttle_map_any,
};

/* A function elsewhere releases it. */
void shuttle_finish_unlock(struct shuttle *s);

int released_elsewhere(struct shuttle *s)
{
	mmap_read_lock(current->mm);
	s->quick = vma_lookup(current->mm, s->addr);
	shuttle_finish_unlock(s);
	return get_user_pages_fast(s->addr, s->nr, 0, s->pages);
}
