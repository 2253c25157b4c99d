// SPDX-License-Identifier: MIT
// path: drivers/misc/relay/relay.c
// What bad.c does, put right.
#include <linux/mm.h>
#include <linux/fs.h>
#include <linux/mmap_lock.h>
#include <linux/syscalls.h>

#define RELAY_PIN	1
#define RELAY_PEEK	2
#define RELAY_DEEP	3
#define RELAY_SHARED	4

struct relay {
	struct mm_struct *mm;
	struct page **pages;
	unsigned long addr;
	bool busy;
};

long after_unlock(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	struct vm_area_struct *vma;
	long n = -EFAULT;

	mmap_read_lock(mm);
	vma = vma_lookup(mm, addr);
	if (vma && vma->vm_flags & VM_IO)
		goto out;
	n = get_user_pages_remote(mm, addr, 1, 0, page, NULL);
out:
	mmap_read_unlock(mm);
	return n;
}

/* The entry that takes the lock itself. */
long after_write_unlock(unsigned long addr, struct page **page)
{
	mmap_write_lock(current->mm);
	mmap_write_unlock(current->mm);
	return pin_user_pages_unlocked(addr, 1, page, FOLL_WRITE);
}

int after_scope(struct mm_struct *mm, unsigned long addr)
{
	bool unlocked = false;

	scoped_guard(mmap_read_lock, mm) {
		if (!vma_lookup(mm, addr))
			return -EFAULT;
		return fixup_user_fault(mm, addr, FAULT_FLAG_WRITE, &unlocked);
	}
	return 0;
}

long killed(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	long n;

	if (mmap_read_lock_killable(mm))
		return -EINTR;
	n = get_user_pages_remote(mm, addr, 1, FOLL_NOWAIT, page, NULL);
	mmap_read_unlock(mm);
	return n;
}

long second_round(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	if (!locked) {
		mmap_read_lock(mm);
		n = get_user_pages_remote(mm, addr, 1, 0, page, NULL);
	}
	mmap_read_unlock(mm);
	return n;
}

static void relay_leave(struct relay *r)
{
	r->busy = false;
	mmap_read_unlock(r->mm);
}

long before_helper(struct relay *r)
{
	long n;

	mmap_read_lock(r->mm);
	n = get_user_pages_remote(r->mm, r->addr, 1, 0, r->pages, NULL);
	relay_leave(r);
	return n;
}

static long relay_peek(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, 0, page);
}

static long relay_pin(struct relay *r, unsigned long addr, bool write)
{
	return pin_user_pages(addr, 16, write ? FOLL_WRITE : 0, r->pages);
}

int relay_fault(struct relay *r, unsigned long addr)
{
	bool unlocked = false;
	int ret;

	mmap_read_lock(r->mm);
	ret = fixup_user_fault(r->mm, addr, FAULT_FLAG_WRITE, &unlocked);
	mmap_read_unlock(r->mm);
	return ret;
}

static long relay_pin_all(struct relay *r, unsigned long addr)
{
	long n;

	if (r->busy)
		return -EBUSY;
	r->busy = true;
	mmap_read_lock(current->mm);
	n = relay_pin(r, addr, true);
	mmap_read_unlock(current->mm);
	r->busy = false;
	return n < 0 ? n : 0;
}

static long relay_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct relay *r = file->private_data;
	long n;

	switch (cmd) {
	case RELAY_PEEK:
		return relay_peek(arg, r->pages);
	case RELAY_PIN:
		mmap_read_lock(current->mm);
		n = relay_pin(r, arg, false);
		mmap_read_unlock(current->mm);
		return n;
	case RELAY_DEEP:
		return relay_pin_all(r, arg);
	case RELAY_SHARED:
		return relay_fault(r, arg);
	}
	return -EINVAL;
}

static const struct file_operations relay_fops = {
	.unlocked_ioctl = relay_ioctl,
};

SYSCALL_DEFINE2(relay_touch, unsigned long, addr, unsigned long, len)
{
	struct page *page;
	long n = get_user_pages_unlocked(addr, 1, &page, 0);

	if (n == 1)
		put_page(page);
	return n < 0 ? n : 0;
}
