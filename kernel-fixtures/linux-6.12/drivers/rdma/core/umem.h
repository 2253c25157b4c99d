/* SPDX-License-Identifier: MIT */
/* Memory that is registered with an adapter. */
#ifndef _RDMA_UMEM_H
#define _RDMA_UMEM_H

#include <linux/dma-mapping.h>
#include <linux/mm.h>

struct rdma_umem {
	struct mm_struct *mm;
	unsigned long address;
	size_t length;
	bool writable;
	unsigned int npages;
	struct page **pages;
	struct sg_table sgt;
};

struct rdma_umem *rdma_umem_get(struct device *dev, unsigned long addr,
				size_t size, bool writable);
void rdma_umem_release(struct device *dev, struct rdma_umem *umem);

#endif
