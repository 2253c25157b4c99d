// SPDX-License-Identifier: MIT
// A frame grabber that writes to memory of user space.
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>

struct capture_buf {
	struct mm_struct *mm;
	unsigned long start;
	unsigned long npages;
	struct page **pages;
	unsigned int gup_flags;
};

void capture_buf_init(struct capture_buf *buf, struct mm_struct *mm,
		      unsigned long start, unsigned long npages)
{
	buf->mm = mm;
	buf->start = start;
	buf->npages = npages;
	/* Frames go to it until user space has enough. */
	buf->gup_flags = FOLL_WRITE | FOLL_LONGTERM;
}

static long capture_result(struct capture_buf *buf, long n)
{
	if (n == buf->npages)
		return 0;
	if (n > 0)
		unpin_user_pages(buf->pages, n);
	return n < 0 ? n : -EFAULT;
}

long capture_attach(struct capture_buf *buf)
{
	long n = pin_user_pages_unlocked(buf->start, buf->npages, buf->pages, /* want longterm-lock-drop */
					 buf->gup_flags);

	return capture_result(buf, n);
}

/* Of another process, which shares the device. */
long capture_attach_remote(struct capture_buf *buf)
{
	int locked = 1;
	long n;

	mmap_read_lock(buf->mm);
	n = pin_user_pages_remote(buf->mm, buf->start, buf->npages, /* want longterm-lock-drop */
				  buf->gup_flags, buf->pages, NULL, &locked);
	if (locked)
		mmap_read_unlock(buf->mm);
	return capture_result(buf, n);
}

void capture_detach(struct capture_buf *buf)
{
	unpin_user_pages_dirty_lock(buf->pages, buf->npages, true);
}
