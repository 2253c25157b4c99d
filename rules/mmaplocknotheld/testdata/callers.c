// SPDX-License-Identifier: MIT
// path: drivers/misc/relay/relay.c
// Never taken: nobody above a file operation or a system call holds mmap_lock.
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/module.h>
#include <linux/syscalls.h>
#include <linux/workqueue.h>

#define RELAY_PIN	1
#define RELAY_PEEK	2
#define RELAY_DEEP	3
#define RELAY_SHARED	4

struct relay {
	struct mm_struct *mm;
	struct page **pages;
	struct work_struct work;
	unsigned long addr;
	bool busy;
};

static long relay_peek(unsigned long addr, struct page **page)
{
	return get_user_pages(addr, 1, 0, page); // step "get_user_pages\\(\\) is called here"
}

static long relay_pin(struct relay *r, unsigned long addr, bool write)
{
	return pin_user_pages(addr, 16, write ? FOLL_WRITE : 0, r->pages);
}

/* A helper that others could call as well. */
int relay_fault(struct relay *r, unsigned long addr)
{
	bool unlocked = false;

	return fixup_user_fault(r->mm, addr, FAULT_FLAG_WRITE, &unlocked);
}

static long relay_pin_all(struct relay *r, unsigned long addr)
{
	long n;

	if (r->busy)
		return -EBUSY;
	r->busy = true;
	n = relay_pin(r, addr, true);
	r->busy = false;
	return n < 0 ? n : 0;
}

static long relay_ioctl(struct file *file, unsigned int cmd, unsigned long arg) // step "relay_ioctl\\(\\) begins without mmap_lock"
{
	struct relay *r = file->private_data;

	switch (cmd) {
	case RELAY_PEEK:
		return relay_peek(arg, r->pages); // want "get_user_pages\\(\\) needs mmap_lock, which is not held"
	case RELAY_PIN:
		return relay_pin(r, arg, false); // want "pin_user_pages\\(\\) needs mmap_lock"
	case RELAY_DEEP:
		return relay_pin_all(r, arg); // want "pin_user_pages\\(\\) needs mmap_lock"
	case RELAY_SHARED:
		return relay_fault(r, arg); // want "fixup_user_fault\\(\\) needs mmap_lock"
	}
	return -EINVAL;
}

static ssize_t relay_write(struct file *file, const char __user *buf,
			   size_t len, loff_t *pos)
{
	struct relay *r = file->private_data;
	long n;

	n = pin_user_pages((unsigned long)buf, 1, 0, r->pages); // want "pin_user_pages\\(\\) needs mmap_lock"
	if (n != 1)
		return n < 0 ? n : -EFAULT;
	unpin_user_page(r->pages[0]);
	return len;
}

static const struct file_operations relay_fops = {
	.unlocked_ioctl = relay_ioctl,
	.write = relay_write,
};

SYSCALL_DEFINE2(relay_touch, unsigned long, addr, unsigned long, len)
{
	struct page *page;
	long n = get_user_pages(addr, 1, 0, &page); // want "get_user_pages\\(\\) needs mmap_lock"

	if (n == 1)
		put_page(page);
	return n < 0 ? n : 0;
}

/* Given to a work queue, a thread, or the loader. */
static void relay_work(struct work_struct *work)
{
	struct relay *r = container_of(work, struct relay, work);

	if (mmget_not_zero(r->mm)) {
		get_user_pages_remote(r->mm, r->addr, 1, 0, r->pages, NULL); // want "get_user_pages_remote\\(\\) needs mmap_lock"
		mmput(r->mm);
	}
}

static int relay_thread(void *data)
{
	struct relay *r = data;

	kthread_use_mm(r->mm);
	relay_pin(r, r->addr, true); // want "pin_user_pages\\(\\) needs mmap_lock"
	kthread_unuse_mm(r->mm);
	return 0;
}

void relay_start(struct relay *r)
{
	INIT_WORK(&r->work, relay_work);
	kthread_run(relay_thread, r, "relay");
}

static int __init relay_init(void)
{
	struct page *page;

	return get_user_pages(0, 1, 0, &page) == 1 ? 0 : -EFAULT; // want "get_user_pages\\(\\) needs mmap_lock"
}
module_init(relay_init);

/* Taken for one command, and not for the other. */
static long relay_ioctl_mixed(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct relay *r = file->private_data;
	long n;

	if (cmd == RELAY_PIN) {
		mmap_read_lock(current->mm);
		n = relay_pin(r, arg, false);
		mmap_read_unlock(current->mm);
	} else {
		n = relay_pin(r, arg, true); // want "pin_user_pages\\(\\) needs mmap_lock"
	}
	return n;
}

static const struct file_operations relay_mixed_fops = {
	.unlocked_ioctl = relay_ioctl_mixed,
	.compat_ioctl = relay_ioctl_mixed,
};
