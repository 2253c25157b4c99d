/* SPDX-License-Identifier: MIT */
/* What a ring has registered. */
#ifndef _URING_BUFS_H
#define _URING_BUFS_H

#include <linux/mm.h>

#define URING_REGISTER_BUFFERS	0
#define URING_REGISTER_DOORBELL	1
#define URING_PROVIDE_STATUS	2

struct uring_bufs {
	struct page **pages;
	int npages;
};

struct uring_ctx {
	struct uring_bufs bufs;
	struct page *doorbell;
};

void uring_unregister_buffers(struct uring_ctx *ctx);
void uring_unregister_doorbell(struct uring_ctx *ctx);
int uring_copy_status(unsigned long addr, unsigned long len, char *to);

#endif
