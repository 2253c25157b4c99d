// SPDX-License-Identifier: MIT
// tree: linux-5.10
// path: drivers/misc/relay/relay.c
// As it was with other names.
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>

struct relay {
	struct mm_struct *mm;
	struct page **pages;
};

/* The name of the lock before 5.8. */
long after_unlock(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	down_read(&mm->mmap_sem);
	up_read(&mm->mmap_sem);
	return get_user_pages_remote(mm, addr, 1, 0, page, NULL, NULL); // want "needs mmap_lock"
}

long with_lock(unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(current->mm);
	n = get_user_pages_locked(addr, 1, 0, page, &locked);
	if (locked)
		mmap_read_unlock(current->mm);
	return n;
}

static long relay_pin(struct relay *r, unsigned long addr)
{
	return pin_user_pages(addr, 1, FOLL_WRITE, r->pages, NULL);
}

static long relay_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct relay *r = file->private_data;
	int locked = 1;
	long n;

	if (cmd)
		return relay_pin(r, arg); // want "pin_user_pages\\(\\) needs mmap_lock"
	n = get_user_pages_locked(arg, 1, 0, r->pages, &locked); // want "get_user_pages_locked\\(\\) needs mmap_lock"
	return n;
}

static ssize_t relay_read(struct file *file, char __user *buf, size_t len,
			  loff_t *pos)
{
	struct relay *r = file->private_data;
	long n;

	mmap_read_lock(current->mm);
	n = relay_pin(r, (unsigned long)buf);
	mmap_read_unlock(current->mm);
	return n;
}

static const struct file_operations relay_fops = {
	.unlocked_ioctl = relay_ioctl,
	.read = relay_read,
};
