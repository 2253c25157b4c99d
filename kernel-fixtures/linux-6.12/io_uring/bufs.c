// SPDX-License-Identifier: MIT
// Rings and buffers that user space registers once and uses often.
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#include "bufs.h"

/* All pages of a range, or none. */
static struct page **pin_all(unsigned long uaddr, unsigned long len, int *npages)
{
	unsigned long end = (uaddr + len + PAGE_SIZE - 1) >> PAGE_SHIFT;
	unsigned long start = uaddr >> PAGE_SHIFT;
	struct page **pages;
	int ret;

	if (end - start > INT_MAX)
		return ERR_PTR(-EOVERFLOW);
	*npages = end - start;
	if (!*npages)
		return ERR_PTR(-EINVAL);
	pages = kvmalloc_array(*npages, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return ERR_PTR(-ENOMEM);

	ret = pin_user_pages_fast(uaddr, *npages, FOLL_WRITE | FOLL_LONGTERM, pages);
	if (ret == *npages)
		return pages;
	if (ret >= 0) {
		if (ret)
			unpin_user_pages(pages, ret);
		ret = -EFAULT;
	}
	kvfree(pages);
	return ERR_PTR(ret);
}

static int register_buffer(struct uring_ctx *ctx, unsigned long addr,
			   unsigned long len)
{
	struct page **pages;
	int npages;

	pages = pin_all(addr, len, &npages);
	if (IS_ERR(pages))
		return PTR_ERR(pages);
	ctx->bufs.pages = pages;
	ctx->bufs.npages = npages;
	return 0;
}

void uring_unregister_buffers(struct uring_ctx *ctx)
{
	unpin_user_pages(ctx->bufs.pages, ctx->bufs.npages);
	kvfree(ctx->bufs.pages);
	ctx->bufs.npages = 0;
}

/* Where user space wants to be told of what is done. */
static int register_doorbell(struct uring_ctx *ctx, unsigned long addr)
{
	int ret;

	ret = pin_user_pages_fast(addr, 1, FOLL_WRITE, &ctx->doorbell); /* note longterm-missing */
	if (ret != 1)
		return ret < 0 ? ret : -EFAULT;
	return 0;
}

void uring_unregister_doorbell(struct uring_ctx *ctx)
{
	unpin_user_page(ctx->doorbell);
	ctx->doorbell = NULL;
}

SYSCALL_DEFINE4(uring_register, unsigned int, fd, unsigned int, op,
		void __user *, arg, unsigned int, len)
{
	struct file *file = fget(fd);
	struct uring_ctx *ctx;
	int ret = -EINVAL;

	if (!file)
		return -EBADF;
	ctx = file->private_data;
	switch (op) {
	case URING_REGISTER_BUFFERS:
		ret = register_buffer(ctx, (unsigned long)arg, len);
		break;
	case URING_REGISTER_DOORBELL:
		ret = register_doorbell(ctx, (unsigned long)arg);
		break;
	}
	fput(file);
	return ret;
}
