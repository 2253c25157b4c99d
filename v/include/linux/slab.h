/* SPDX-License-Identifier: MIT */
/* Memory for the kernel. */
#ifndef _LINUX_SLAB_H
#define _LINUX_SLAB_H

#include <linux/types.h>

#define GFP_KERNEL		0xcc0u
#define GFP_ATOMIC		0x820u
#define GFP_KERNEL_ACCOUNT	(GFP_KERNEL | 0x400000u)

void *kmalloc(size_t size, gfp_t gfp);
void *kzalloc(size_t size, gfp_t gfp);
void *kcalloc(size_t n, size_t size, gfp_t gfp);
void *kmalloc_array(size_t n, size_t size, gfp_t gfp);
void *kvmalloc_array(size_t n, size_t size, gfp_t gfp);
void *kvcalloc(size_t n, size_t size, gfp_t gfp);
void kfree(const void *p);
void kvfree(const void *p);

unsigned long get_zeroed_page(gfp_t gfp);
void free_page(unsigned long addr);

#endif
