// SPDX-License-Identifier: MIT
// Sound buffers in memory of user space.
#include <linux/mm.h>
#include <linux/slab.h>

struct pcm_runtime {
	struct page **pages;
	int npages;
	bool capture;
};

/* Playback only reads. */
static unsigned int pcm_access(const struct pcm_runtime *rt)
{
	unsigned int flags = FAULT_FLAG_USER;

	if (rt->capture)
		flags |= FAULT_FLAG_WRITE;
	return flags;
}

int pcm_attach(struct pcm_runtime *rt, unsigned long addr)
{
	int got = pin_user_pages_fast(addr, rt->npages, /* want wrong-flag-kind */
				      FOLL_LONGTERM | pcm_access(rt), rt->pages);

	if (got == rt->npages)
		return 0;
	if (got > 0)
		unpin_user_pages(rt->pages, got);
	return got < 0 ? got : -EFAULT;
}

void pcm_detach(struct pcm_runtime *rt)
{
	unpin_user_pages_dirty_lock(rt->pages, rt->npages, rt->capture);
}
