// SPDX-License-Identifier: MIT
// The two ways in which user memory gets to a neural processor.
#include "npu.h"

static int npu_pin_acquire(struct npu_mem *mem, unsigned int gup_flags)
{
	int n = pin_user_pages_fast(mem->start, mem->npages, gup_flags, mem->pages);

	if (n == mem->npages)
		return 0;
	if (n > 0)
		unpin_user_pages(mem->pages, n);
	return n < 0 ? n : -EFAULT;
}

static void npu_pin_release(struct npu_mem *mem)
{
	unpin_user_pages_dirty_lock(mem->pages, mem->npages, true);
}

const struct npu_mem_ops npu_pin_ops = {
	.acquire = npu_pin_acquire,
	.release = npu_pin_release,
};

/* For tensors that are read once: the job is over before the call returns. */
static int npu_get_acquire(struct npu_mem *mem, unsigned int gup_flags)
{
	int n = get_user_pages_fast(mem->start, mem->npages, gup_flags, mem->pages);

	if (n == mem->npages)
		return 0;
	if (n > 0)
		release_pages(mem->pages, n);
	return n < 0 ? n : -EFAULT;
}

static void npu_get_release(struct npu_mem *mem)
{
	release_pages(mem->pages, mem->npages);
}

const struct npu_mem_ops npu_get_ops = {
	.acquire = npu_get_acquire,
	.release = npu_get_release,
};
