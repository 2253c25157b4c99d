// SPDX-License-Identifier: MIT
// A DMA engine that copies between a card and user memory.
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>

struct kdma_job {
	unsigned long addr;
	unsigned int npages;
	bool to_card;
	struct page **pages;
};

int kdma_transfer(struct kdma_job *job);

/* The engine touches what it copies. */
static unsigned int kdma_flags(const struct kdma_job *job)
{
	return FOLL_TOUCH | (job->to_card ? 0 : FOLL_WRITE);
}

static int kdma_pin(struct kdma_job *job)
{
	long n;

	mmap_read_lock(current->mm);
	n = pin_user_pages(job->addr, job->npages, kdma_flags(job), job->pages,
			   NULL);
	mmap_read_unlock(current->mm);
	if (n == job->npages)
		return 0;
	if (n > 0)
		unpin_user_pages(job->pages, n);
	return n < 0 ? n : -EFAULT;
}

static long kdma_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct kdma_job *job = file->private_data;
	int ret;

	job->addr = arg;
	ret = kdma_pin(job);
	if (ret)
		return ret;
	ret = kdma_transfer(job);
	unpin_user_pages_dirty_lock(job->pages, job->npages, !job->to_card);
	return ret;
}

/* The page with the status word, if it is one that can be written to. */
static long kdma_status(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct vm_area_struct *vma;
	struct page *page;
	bool writable;
	long n;

	mmap_read_lock(current->mm);
	vma = find_vma(current->mm, arg);
	writable = vma && (vma->vm_flags & VM_WRITE);
	mmap_read_unlock(current->mm);
	if (!writable)
		return -EFAULT;

	n = get_user_pages(arg, 1, FOLL_WRITE, &page, NULL); /* want mmap-lock-not-held */
	if (n != 1)
		return n < 0 ? n : -EFAULT;
	put_page(page);
	set_page_dirty_lock(page); /* want dirty-order */
	return 0;
}

const struct file_operations kdma_fops = {
	.unlocked_ioctl = kdma_ioctl,
};

const struct file_operations kdma_status_fops = {
	.unlocked_ioctl = kdma_status,
};
