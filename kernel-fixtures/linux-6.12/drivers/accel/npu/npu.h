/* SPDX-License-Identifier: MIT */
/* A neural processor, with memory of its own or that of user space. */
#ifndef _NPU_H
#define _NPU_H

#include <linux/mm.h>

struct npu_mem;

/* How memory gets to the device: each kind of memory has its own way. */
struct npu_mem_ops {
	int (*acquire)(struct npu_mem *mem, unsigned int gup_flags);
	void (*release)(struct npu_mem *mem);
};

struct npu_mem {
	const struct npu_mem_ops *ops;
	unsigned long start;
	int npages;
	struct page **pages;
};

/* Models stay loaded until they are replaced. */
#define NPU_MODEL_FLAGS		(FOLL_WRITE | FOLL_LONGTERM)

extern const struct npu_mem_ops npu_pin_ops;
extern const struct npu_mem_ops npu_get_ops;

#endif
