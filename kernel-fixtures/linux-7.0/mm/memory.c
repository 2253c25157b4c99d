// SPDX-License-Identifier: MIT
// Reading and writing the memory of somebody else.
#include <linux/err.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/sched.h>

#include "internal.h"

/* Copies page by page; what could be copied counts, however little it is. */
static int __access_remote_vm(struct mm_struct *mm, unsigned long addr,
			      void *buf, int len, unsigned int gup_flags)
{
	bool write = gup_flags & FOLL_WRITE;
	void *from = buf;

	if (mmap_read_lock_killable(mm))
		return 0;

	while (len > 0) {
		int offset = offset_in_page(addr);
		int bytes = min_t(int, len, PAGE_SIZE - offset);
		struct vm_area_struct *vma = NULL;
		struct page *page;

		page = get_user_page_vma_remote(mm, addr, gup_flags, &vma);
		if (IS_ERR(page)) {
			/* Memory of a device, which has no pages. */
			vma = vma_lookup(mm, addr);
			if (!vma || !vma->vm_ops || !vma->vm_ops->access)
				break;
			bytes = vma->vm_ops->access(vma, addr, buf, len, write);
			if (bytes <= 0)
				break;
		} else if (write) {
			memcpy_to_page(page, offset, buf, bytes);
			set_page_dirty_lock(page);
			put_page(page);
		} else {
			memcpy_from_page(buf, page, offset, bytes);
			put_page(page);
		}
		len -= bytes;
		buf += bytes;
		addr += bytes;
	}
	mmap_read_unlock(mm);

	return buf - from;
}

/* The caller holds a reference on the mm. */
int access_remote_vm(struct mm_struct *mm, unsigned long addr, void *buf,
		     int len, unsigned int gup_flags)
{
	return __access_remote_vm(mm, addr, buf, len, gup_flags);
}

int access_process_vm(struct task_struct *tsk, unsigned long addr, void *buf,
		      int len, unsigned int gup_flags)
{
	struct mm_struct *mm = get_task_mm(tsk);
	int ret;

	if (!mm)
		return 0;
	ret = __access_remote_vm(mm, addr, buf, len, gup_flags);
	mmput(mm);
	return ret;
}
EXPORT_SYMBOL_GPL(access_process_vm);

/* A text that ends with a zero, or is cut off at the end. */
static int __copy_remote_vm_str(struct mm_struct *mm, unsigned long addr,
				void *buf, int len, unsigned int gup_flags)
{
	int done = 0;

	if (mmap_read_lock_killable(mm))
		return -EFAULT;

	while (done < len) {
		int offset = offset_in_page(addr);
		int bytes = min_t(int, len - done, PAGE_SIZE - offset);
		struct vm_area_struct *vma = NULL;
		struct page *page;
		const char *end;

		page = get_user_page_vma_remote(mm, addr, gup_flags, &vma);
		if (IS_ERR(page)) {
			done = -EFAULT;
			break;
		}
		memcpy_from_page(buf + done, page, offset, bytes);
		put_page(page);
		end = memchr(buf + done, 0, bytes);
		if (end) {
			done = end - (const char *)buf;
			break;
		}
		done += bytes;
		addr += bytes;
	}
	mmap_read_unlock(mm);
	return done;
}

int copy_remote_vm_str(struct task_struct *tsk, unsigned long addr, void *buf,
		       int len, unsigned int gup_flags)
{
	struct mm_struct *mm = get_task_mm(tsk);
	int ret;

	if (!mm)
		return -EFAULT;
	ret = __copy_remote_vm_str(mm, addr, buf, len, gup_flags);
	mmput(mm);
	return ret;
}
EXPORT_SYMBOL_GPL(copy_remote_vm_str);
