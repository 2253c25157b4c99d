// SPDX-License-Identifier: MIT
// Sound buffers in memory of user space.
#include <linux/mm.h>
#include <linux/slab.h>

struct pcm_runtime {
	struct page **pages;
	int npages;
	bool capture;
};

/* Playback only reads; either way the wait may take a while. */
static unsigned int pcm_access(const struct pcm_runtime *rt)
{
	unsigned int flags = FAULT_FLAG_ALLOW_RETRY;

	if (rt->capture)
		flags |= FAULT_FLAG_WRITE;
	return flags;
}

int pcm_attach(struct pcm_runtime *rt, unsigned long addr)
{
	long got = pin_user_pages_unlocked(addr, rt->npages, rt->pages, /* want wrong-flag-kind */
					   FOLL_LONGTERM | pcm_access(rt));

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
