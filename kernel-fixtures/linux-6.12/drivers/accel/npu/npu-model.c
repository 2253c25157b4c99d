// SPDX-License-Identifier: MIT
// Models and their tensors.
#include <linux/slab.h>

#include "npu.h"

int npu_model_load(struct npu_mem *mem, unsigned long start, int npages)
{
	mem->start = start;
	mem->npages = npages;
	mem->pages = kvcalloc(npages, sizeof(*mem->pages), GFP_KERNEL);
	if (!mem->pages)
		return -ENOMEM;
	return mem->ops->acquire(mem, NPU_MODEL_FLAGS); /* want longterm-without-pin */
}

void npu_model_unload(struct npu_mem *mem)
{
	mem->ops->release(mem);
	kvfree(mem->pages);
}

int npu_tensor_read(struct npu_mem *mem)
{
	return mem->ops->acquire(mem, 0);
}
