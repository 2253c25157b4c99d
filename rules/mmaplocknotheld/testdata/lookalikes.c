// SPDX-License-Identifier: MIT
// path: drivers/misc/relay/relay.c
// Functions that begin without mmap_lock, and see to it before the call.
#include <linux/cleanup.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/sched/mm.h>
#include <linux/workqueue.h>

struct relay {
	struct mm_struct *mm;
	struct work_struct work;
	struct page **pages;
	unsigned long addr;
	int nr;
	bool locked;
	bool fast;
};

#define RELAY_LOCK(r)	mmap_read_lock((r)->mm)
#define RELAY_UNLOCK(r)	mmap_read_unlock((r)->mm)
#define with_relay(r)	scoped_guard(mmap_read_lock, (r)->mm)
#define guard_relay(r)	guard(mmap_read_lock)((r)->mm)

static long relay_remote(struct relay *r)
{
	return get_user_pages_remote(r->mm, r->addr, r->nr, 0, r->pages, NULL);
}

/* By macros of the file. */
static long relay_ioctl_macro(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct relay *r = file->private_data;
	long n;

	RELAY_LOCK(r);
	n = relay_remote(r);
	RELAY_UNLOCK(r);
	return n;
}

static long relay_ioctl_with(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct relay *r = file->private_data;
	long n = 0;

	with_relay(r)
		n = relay_remote(r);
	return n;
}

static long relay_ioctl_guard(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct relay *r = file->private_data;

	guard_relay(r);
	return relay_remote(r);
}

/* The helper takes it unless it is told that somebody has. */
static long relay_get(struct relay *r, bool locked)
{
	long n;

	if (!locked)
		mmap_read_lock(r->mm);
	n = get_user_pages_remote(r->mm, r->addr, 1, 0, r->pages, NULL);
	if (!locked)
		mmap_read_unlock(r->mm);
	return n;
}

static long relay_ioctl_told(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct relay *r = file->private_data;
	long n;

	if (cmd == 1)
		return relay_get(r, false);
	mmap_read_lock(r->mm);
	n = relay_get(r, true);
	mmap_read_unlock(r->mm);
	return n;
}

/* What a member says is so. */
static long relay_ioctl_member(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct relay *r = file->private_data;

	return relay_get(r, r->locked);
}

/* One of two entries, the other of which needs no lock. */
static long relay_any(struct relay *r, unsigned int gup_flags)
{
	if (r->fast)
		return get_user_pages_fast(r->addr, r->nr, gup_flags, r->pages);
	return get_user_pages(r->addr, r->nr, gup_flags, r->pages);
}

static long relay_ioctl_any(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct relay *r = file->private_data;
	long n;

	if (r->fast)
		return relay_any(r, FOLL_WRITE);
	mmap_read_lock(current->mm);
	n = relay_any(r, FOLL_WRITE);
	mmap_read_unlock(current->mm);
	return n;
}

/* A helper that is left with the lock held, on one of its ways out. */
static struct vm_area_struct *relay_vma(struct relay *r)
{
	struct vm_area_struct *vma;

	mmap_read_lock(r->mm);
	vma = vma_lookup(r->mm, r->addr);
	if (!vma)
		mmap_read_unlock(r->mm);
	return vma;
}

static ssize_t relay_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct relay *r = file->private_data;
	long n;

	if (!relay_vma(r))
		return -EFAULT;
	n = relay_remote(r);
	mmap_read_unlock(r->mm);
	return n;
}

/* Functions of the kernel that return with it held. */
static ssize_t relay_write(struct file *file, const char __user *buf, size_t len,
			   loff_t *pos)
{
	struct relay *r = file->private_data;
	struct vm_area_struct *vma;
	long n = -EFAULT;

	vma = lock_mm_and_find_vma(r->mm, r->addr, NULL);
	if (!vma)
		return n;
	n = relay_remote(r);
	mmap_read_unlock(r->mm);
	return n;
}

static long relay_ioctl_expand(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct relay *r = file->private_data;
	long n;

	if (!mmap_read_lock_maybe_expand(r->mm, NULL, arg, false))
		return -EFAULT;
	n = relay_remote(r);
	mmap_read_unlock(r->mm);
	return n;
}

/* In rounds, with the lock let go of in between. */
static void relay_work(struct work_struct *work)
{
	struct relay *r = container_of(work, struct relay, work);
	int locked = 0, i;

	if (!mmget_not_zero(r->mm))
		return;
	for (i = 0; i < r->nr; i++) {
		if (!locked) {
			mmap_read_lock(r->mm);
			locked = 1;
		}
		if (get_user_pages_remote(r->mm, r->addr, 1, 0, r->pages, &locked) != 1)
			break;
	}
	if (locked)
		mmap_read_unlock(r->mm);
	mmput(r->mm);
}

void relay_start(struct relay *r)
{
	INIT_WORK(&r->work, relay_work);
}

/* Called by mmap(), for which it is held. */
static int relay_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct relay *r = file->private_data;

	return get_user_pages(r->addr, 1, 0, r->pages) == 1 ? 0 : -EFAULT;
}

/* Nobody knows what a callback holds. */
static int relay_each(struct relay *r, int (*fn)(struct relay *r))
{
	mmap_read_lock(current->mm);
	r->nr = fn(r);
	mmap_read_unlock(current->mm);
	return r->nr;
}

static int relay_one(struct relay *r)
{
	return pin_user_pages(r->addr, 1, FOLL_WRITE, r->pages);
}

static long relay_ioctl_each(struct file *file, unsigned int cmd, unsigned long arg)
{
	return relay_each(file->private_data, relay_one);
}

const struct file_operations relay_macro_fops = {
	.unlocked_ioctl = relay_ioctl_macro,
	.mmap = relay_mmap,
	.read = relay_read,
	.write = relay_write,
};
const struct file_operations relay_told_fops = { .unlocked_ioctl = relay_ioctl_told };
const struct file_operations relay_member_fops = { .unlocked_ioctl = relay_ioctl_member };
const struct file_operations relay_any_fops = { .unlocked_ioctl = relay_ioctl_any };
const struct file_operations relay_expand_fops = { .unlocked_ioctl = relay_ioctl_expand };
const struct file_operations relay_each_fops = { .unlocked_ioctl = relay_ioctl_each };
const struct file_operations relay_with_fops = { .unlocked_ioctl = relay_ioctl_with };
const struct file_operations relay_guard_fops = { .unlocked_ioctl = relay_ioctl_guard };

/* Released, and taken again by a function elsewhere. */
void relay_lock_again(struct relay *r);

long relay_again(struct relay *r)
{
	long n;

	mmap_read_lock(current->mm);
	mmap_read_unlock(current->mm);
	relay_lock_again(r);
	n = get_user_pages(r->addr, 1, 0, r->pages);
	mmap_read_unlock(current->mm);
	return n;
}

/* By a helper that is given the semaphore. */
static void relay_down(struct rw_semaphore *sem)
{
	down_read(sem);
}

static ssize_t relay_semaphore_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct relay *r = file->private_data;
	struct rw_semaphore *sem = &current->mm->mmap_lock;
	long n;

	relay_down(sem);
	n = get_user_pages((unsigned long)buf, 1, FOLL_WRITE, r->pages);
	up_read(sem);
	return n;
}

const struct file_operations relay_semaphore_fops = { .read = relay_semaphore_read };
