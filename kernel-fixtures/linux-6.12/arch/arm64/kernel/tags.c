// SPDX-License-Identifier: MIT
// The tags of another task's memory, for a debugger.
#include <linux/err.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/sched.h>

void copy_page_tags(void *to, const void *from);

static int access_tags(struct mm_struct *mm, unsigned long addr, char *buf,
		       unsigned int gup_flags)
{
	struct vm_area_struct *vma;
	struct page *page;

	page = get_user_page_vma_remote(mm, addr, gup_flags, &vma);
	if (!page) /* want errptr-vs-null */
		return -EIO;
	if (gup_flags & FOLL_WRITE) {
		copy_page_tags(page_address(page), buf);
		set_page_dirty_lock(page);
	} else {
		copy_page_tags(buf, page_address(page));
	}
	put_page(page);
	return 0;
}

int peek_tags(struct task_struct *child, unsigned long addr, char *buf)
{
	struct mm_struct *mm = get_task_mm(child);
	int ret;

	if (!mm)
		return -EPERM;
	mmap_read_lock(mm);
	ret = access_tags(mm, addr, buf, FOLL_FORCE);
	mmap_read_unlock(mm);
	mmput(mm);
	return ret;
}

/* For a core file: a hole has no tags. */
int dump_tags(unsigned long addr, char *buf)
{
	struct page *page = get_dump_page(addr);

	if (!page)
		return 0;
	copy_page_tags(buf, page_address(page));
	put_page(page);
	return 1;
}
