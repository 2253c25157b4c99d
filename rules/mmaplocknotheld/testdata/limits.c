// SPDX-License-Identifier: MIT
// path: drivers/misc/relay/relay.c
// What the rule cannot see.
#include <linux/mm.h>
#include <linux/fs.h>
#include <linux/mmap_lock.h>

struct relay;

struct relay_ops {
	long (*pin)(struct relay *r, unsigned long addr);
};

struct relay {
	struct mm_struct *mm;
	struct mm_struct *other;
	struct page **pages;
	const struct relay_ops *ops;
	bool polite;
};

/* Which function is called through a pointer. */
static long relay_pin(struct relay *r, unsigned long addr)
{
	return pin_user_pages(addr, 1, FOLL_WRITE, r->pages);
}

static const struct relay_ops relay_ops = {
	.pin = relay_pin,
};

static long relay_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct relay *r = file->private_data;

	return r->ops->pin(r, arg); // limit "needs mmap_lock"
}

/* Two mm may be one, so a lock of either will do. */
static ssize_t relay_read(struct file *file, char __user *buf, size_t len,
			  loff_t *pos)
{
	struct relay *r = file->private_data;
	long n;

	mmap_read_lock(r->other);
	n = get_user_pages_remote(r->mm, (unsigned long)buf, 1, 0, r->pages, NULL); // limit "needs mmap_lock"
	mmap_read_unlock(r->other);
	return n;
}

/* On one of two ways. */
static ssize_t relay_write(struct file *file, const char __user *buf,
			   size_t len, loff_t *pos)
{
	struct relay *r = file->private_data;
	long n;

	if (r->polite)
		mmap_read_lock(current->mm);
	n = get_user_pages((unsigned long)buf, 1, 0, r->pages); // limit "needs mmap_lock"
	if (r->polite)
		mmap_read_unlock(current->mm);
	return n;
}

/* A long way down. */
static long relay_step(struct relay *r, unsigned long addr)
{
	return relay_pin(r, addr);
}

static long relay_walk(struct relay *r, unsigned long addr)
{
	return relay_step(r, addr);
}

static long relay_run(struct relay *r, unsigned long addr)
{
	return relay_walk(r, addr);
}

static long relay_start(struct relay *r, unsigned long addr)
{
	return relay_run(r, addr);
}

static long relay_do_ioctl(struct relay *r, unsigned long addr)
{
	return relay_start(r, addr);
}

static long relay_far_ioctl(struct file *file, unsigned int cmd,
			    unsigned long arg)
{
	return relay_do_ioctl(file->private_data, arg); // limit "needs mmap_lock"
}

static const struct file_operations relay_fops = {
	.unlocked_ioctl = relay_ioctl,
	.read = relay_read,
	.write = relay_write,
};

static const struct file_operations relay_far_fops = {
	.unlocked_ioctl = relay_far_ioctl,
};

/* Nobody is known to call it. */
long relay_export(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, 0, page); // limit "needs mmap_lock"
}
