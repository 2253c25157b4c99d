// SPDX-License-Identifier: MIT
// /proc/PID/mem and the command line of a process.
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

struct proc_mem {
	struct mm_struct *mm;
	bool forced;
	unsigned int gup_flags;
};

/* A debugger may override what the process forbade itself. */
static ssize_t mem_rw(struct file *file, char __user *buf, size_t count,
		      loff_t *ppos, int write)
{
	struct proc_mem *pm = file->private_data;
	char *page __free(kfree) = kmalloc(PAGE_SIZE, GFP_KERNEL);
	unsigned int flags = write ? FOLL_WRITE : 0;
	ssize_t copied = 0;

	if (!page)
		return -ENOMEM;
	if (pm->forced)
		flags |= FOLL_FORCE;

	while (count > 0) {
		size_t this_len = min_t(size_t, count, PAGE_SIZE);

		if (write && copy_from_user(page, buf, this_len))
			return copied ? copied : -EFAULT;
		this_len = access_remote_vm(pm->mm, *ppos, page, this_len, flags);
		if (!this_len)
			return copied ? copied : -EIO;
		if (!write && copy_to_user(buf, page, this_len))
			return copied ? copied : -EFAULT;
		buf += this_len;
		*ppos += this_len;
		copied += this_len;
		count -= this_len;
	}
	return copied;
}

static ssize_t mem_read(struct file *file, char __user *buf, size_t count,
			loff_t *ppos)
{
	return mem_rw(file, buf, count, ppos, 0);
}

static ssize_t mem_write(struct file *file, const char __user *buf,
			 size_t count, loff_t *ppos)
{
	return mem_rw(file, (char __user *)buf, count, ppos, 1);
}

const struct file_operations proc_mem_operations = {
	.read = mem_read,
	.write = mem_write,
};

/* The arguments, for a file that many programs read all the time. */
static int cmdline_peek(struct task_struct *task, unsigned long addr, char *to,
			int len, unsigned int extra)
{
	return access_process_vm(task, addr, to, len, FOLL_ANON | extra);
}

/* Must not get stuck behind a task that waits for its swap. */
int proc_cmdline_quick(struct task_struct *task, unsigned long addr, char *to,
		       int len)
{
	return cmdline_peek(task, addr, to, len, FOLL_NOWAIT); /* want nowait-lock-drop */
}

int proc_cmdline(struct task_struct *task, unsigned long addr, char *to, int len)
{
	return cmdline_peek(task, addr, to, len, 0);
}
