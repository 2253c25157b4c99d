// SPDX-License-Identifier: MIT
// The buffers of a frame grabber.
#include <linux/list.h>
#include <linux/slab.h>

#include "vcap.h"

static unsigned int vcap_gup_flags(unsigned int flags)
{
	unsigned int gup_flags = FOLL_LONGTERM;

	if (flags & VCAP_BUF_WRITE)
		gup_flags |= FOLL_WRITE;
	if (flags & VCAP_BUF_ABORTABLE)
		gup_flags |= FOLL_INTERRUPTIBLE;
	return gup_flags;
}

void vcap_buffer_init(struct vcap_buffer *buf, unsigned long start, int npages,
		      unsigned int flags)
{
	buf->start = start & PAGE_MASK;
	buf->npages = npages;
	buf->flags = flags;
	buf->gup_flags = vcap_gup_flags(flags);
	INIT_LIST_HEAD(&buf->list);
}

int vcap_buffer_pin(struct vcap_buffer *buf)
{
	int ret;

	buf->pages = kvmalloc_array(buf->npages, sizeof(*buf->pages), GFP_KERNEL);
	if (!buf->pages)
		return -ENOMEM;

	ret = pin_user_pages_fast(buf->start, buf->npages, buf->gup_flags, /* want fast-forbidden-flag */
				  buf->pages);
	if (ret != buf->npages) {
		if (ret > 0)
			unpin_user_pages(buf->pages, ret);
		kvfree(buf->pages);
		buf->pages = NULL;
		return ret < 0 ? ret : -EFAULT;
	}
	buf->pinned = ret;
	return 0;
}

void vcap_buffer_unpin(struct vcap_buffer *buf)
{
	unpin_user_pages_dirty_lock(buf->pages, buf->pinned,
				    buf->flags & VCAP_BUF_WRITE);
	kvfree(buf->pages);
	buf->pages = NULL;
}
