// SPDX-License-Identifier: MIT
// path: drivers/misc/relay/relay.c
// Entries that need mmap_lock, with it, or where nobody can tell.
#include <linux/mm.h>
#include <linux/fs.h>
#include <linux/mmap_lock.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/syscalls.h>

#define RELAY_PIN	1
#define RELAY_FAST	2
#define RELAY_TRY	3
#define RELAY_WHOLE	4
#define RELAY_OTHER	5
#define RELAY_HELPED	6
#define RELAY_GUARDED	7

struct relay;

struct relay_ops {
	long (*pin)(struct relay *r, unsigned long addr);
	void (*lock)(struct relay *r);
};

struct relay {
	struct mm_struct *mm;
	struct mutex mutex;
	struct page **pages;
	unsigned long addr;
	const struct relay_ops *ops;
	bool remote;
	bool need_lock;
};

/*
 * In one function
 */

long plain(unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(current->mm);
	n = pin_user_pages(addr, 1, FOLL_WRITE, page);
	mmap_read_unlock(current->mm);
	return n;
}

long by_alias(unsigned long addr, struct page **page)
{
	struct mm_struct *mm = current->mm;
	long n;

	down_read(&mm->mmap_lock);
	n = get_user_pages(addr, 1, 0, page);
	up_read(&mm->mmap_lock);
	return n;
}

long for_writing(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	long n;

	mmap_write_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, NULL);
	mmap_write_downgrade(mm);
	if (n == 0)
		n = get_user_pages_remote(mm, addr, 1, 0, page, NULL);
	mmap_read_unlock(mm);
	return n;
}

long killable(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	long n;

	if (mmap_read_lock_killable(mm))
		return -EINTR;
	n = get_user_pages_remote(mm, addr, 1, 0, page, NULL);
	mmap_read_unlock(mm);
	return n;
}

long try_first(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	long n = -EAGAIN;

	if (!mmap_read_trylock(mm))
		goto out;
	n = get_user_pages_remote(mm, addr, 1, FOLL_NOWAIT, page, NULL);
	mmap_read_unlock(mm);
out:
	return n;
}

long try_then_wait(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	long n;

	if (!mmap_read_trylock(mm))
		mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, NULL);
	mmap_read_unlock(mm);
	return n;
}

int in_scope(struct mm_struct *mm, unsigned long addr)
{
	bool unlocked = false;

	guard(mmap_read_lock)(mm);
	return fixup_user_fault(mm, addr, FAULT_FLAG_WRITE, &unlocked);
}

long in_scope_of_statement(struct mm_struct *mm, unsigned long addr,
			   struct page **page)
{
	scoped_guard(mmap_read_lock, mm)
		return get_user_pages_remote(mm, addr, 1, 0, page, NULL);
	return 0;
}

/* Taken again where the call let go of it. */
long again(struct mm_struct *mm, unsigned long addr, int nr, struct page **page)
{
	int locked = 1;
	long n;
	int i;

	mmap_read_lock(mm);
	for (i = 0; i < nr; i++) {
		n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
		if (n != 1)
			break;
		put_page(*page);
		if (!locked) {
			mmap_read_lock(mm);
			locked = 1;
		}
	}
	if (locked)
		mmap_read_unlock(mm);
	return i;
}

/* Retaken after something else was done without it. */
long retaken(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	long n;

	mmap_read_lock(mm);
	mmap_read_unlock(mm);
	*page = kmalloc(sizeof(*page), GFP_KERNEL);
	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, NULL);
	mmap_read_unlock(mm);
	return n;
}

/* One condition for the lock and for the call that needs it. */
long one_switch(unsigned long addr, bool fast, struct page **page)
{
	long n;

	if (!fast)
		mmap_read_lock(current->mm);
	if (fast)
		n = get_user_pages_fast(addr, 1, 0, page);
	else
		n = get_user_pages(addr, 1, 0, page);
	if (!fast)
		mmap_read_unlock(current->mm);
	return n;
}

/* The caller has to hold it, and says so. */
long asserted(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	mmap_assert_locked(mm);
	return get_user_pages_remote(mm, addr, 1, 0, page, NULL);
}

/* Or nobody knows who calls. */
long for_anybody(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, 0, page, NULL);
}

/*
 * Taken above, below and beside
 */

static long relay_pin(struct relay *r, unsigned long addr)
{
	return pin_user_pages(addr, 1, FOLL_WRITE, r->pages);
}

static long relay_pin_locked(struct relay *r, unsigned long addr)
{
	long n;

	lockdep_assert_held(&current->mm->mmap_lock);
	mutex_lock(&r->mutex);
	n = relay_pin(r, addr);
	mutex_unlock(&r->mutex);
	return n;
}

static void relay_enter(struct relay *r)
{
	mutex_lock(&r->mutex);
	mmap_read_lock(r->mm);
}

static int relay_try_enter(struct relay *r)
{
	return mmap_read_lock_killable(r->mm);
}

static void relay_leave(struct relay *r)
{
	mmap_read_unlock(r->mm);
	mutex_unlock(&r->mutex);
}

static long relay_remote(struct relay *r, unsigned long addr)
{
	return get_user_pages_remote(r->mm, addr, 1, 0, r->pages, NULL);
}

/* With a vma of the mm that the lock is of, under another name. */
static long relay_in_vma(struct relay *r, struct vm_area_struct *vma)
{
	return get_user_pages_remote(vma->vm_mm, vma->vm_start, 1, 0, r->pages, NULL);
}

static long relay_whole(struct relay *r, unsigned long addr)
{
	struct vm_area_struct *vma;
	long n = -EFAULT;

	mmap_read_lock(current->mm);
	vma = vma_lookup(current->mm, addr);
	if (vma)
		n = relay_in_vma(r, vma);
	mmap_read_unlock(current->mm);
	return n;
}

/* Which function that is, and what it holds, others decide. */
static void relay_lock_it(struct relay *r)
{
	mmap_read_lock(r->mm);
}

static const struct relay_ops relay_ops = {
	.pin = relay_pin,
	.lock = relay_lock_it,
};

static long relay_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct relay *r = file->private_data;
	long n = -EINVAL;

	switch (cmd) {
	case RELAY_PIN:
		mmap_read_lock(current->mm);
		n = relay_pin(r, arg);
		mmap_read_unlock(current->mm);
		break;
	case RELAY_FAST:
		n = pin_user_pages_fast(arg, 1, FOLL_WRITE, r->pages);
		break;
	case RELAY_TRY:
		if (!mmap_read_trylock(current->mm))
			return -EAGAIN;
		n = relay_pin_locked(r, arg);
		mmap_read_unlock(current->mm);
		break;
	case RELAY_WHOLE:
		n = relay_whole(r, arg);
		break;
	case RELAY_OTHER:
		relay_enter(r);
		n = relay_remote(r, arg);
		relay_leave(r);
		break;
	case RELAY_HELPED:
		if (relay_try_enter(r))
			return -EINTR;
		n = relay_remote(r, arg);
		mmap_read_unlock(r->mm);
		break;
	case RELAY_GUARDED:
		scoped_guard(mmap_read_lock, current->mm)
			n = relay_pin(r, arg);
		break;
	}
	return n;
}

static long relay_ioctl_ops(struct file *file, unsigned int cmd,
			    unsigned long arg)
{
	struct relay *r = file->private_data;
	long n;

	r->ops->lock(r);
	n = relay_remote(r, arg);
	relay_leave(r);
	return n;
}

static ssize_t relay_read(struct file *file, char __user *buf, size_t len,
			  loff_t *pos)
{
	struct relay *r = file->private_data;
	long n;

	if (r->need_lock)
		mmap_read_lock(current->mm);
	n = r->need_lock ? relay_pin(r, (unsigned long)buf) : 0;
	if (r->need_lock)
		mmap_read_unlock(current->mm);
	return n;
}

static const struct file_operations relay_fops = {
	.unlocked_ioctl = relay_ioctl,
	.read = relay_read,
};

static const struct file_operations relay_ops_fops = {
	.unlocked_ioctl = relay_ioctl_ops,
};

SYSCALL_DEFINE2(relay_touch, unsigned long, addr, unsigned long, len)
{
	struct page *page;
	long n;

	if (mmap_read_lock_killable(current->mm))
		return -EINTR;
	n = get_user_pages(addr, 1, 0, &page);
	mmap_read_unlock(current->mm);
	if (n == 1)
		put_page(page);
	return n < 0 ? n : 0;
}
