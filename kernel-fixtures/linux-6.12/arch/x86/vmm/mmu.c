// SPDX-License-Identifier: MIT
// Page faults of guests on x86.
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "../../../virt/vmm/vmm.h"

#define RET_RETRY	1

struct vmm_fault {
	gfn_t gfn;
	bool write;
	bool prefetch;
	unsigned long hva;
	vmm_pfn_t pfn;
};

/* First without waiting, so that the guest can do something else meanwhile. */
static int fault_pfn(struct vmm_vcpu *vcpu, struct vmm_fault *fault)
{
	fault->pfn = vmm_faultin_pfn(fault->hva, fault->write, true, false);
	if (fault->pfn != VMM_PFN_NOT_YET)
		return 0;
	if (fault->prefetch)
		return RET_RETRY;

	/* It has to wait, but can be called away. */
	fault->pfn = vmm_faultin_pfn(fault->hva, fault->write, false, true);
	return 0;
}

int vmm_page_fault(struct vmm_vcpu *vcpu, struct vmm_slot *slot, gfn_t gfn,
		   bool write)
{
	struct vmm_fault fault = {
		.gfn = gfn,
		.write = write,
		.hva = vmm_gfn_to_hva(slot, gfn),
	};
	int ret;

	ret = fault_pfn(vcpu, &fault);
	if (ret)
		return ret;
	if (fault.pfn == VMM_PFN_ERR_SIGPENDING)
		return -EINTR;
	if (vmm_is_error_pfn(fault.pfn))
		return -EFAULT;
	return vmm_map_pfn(vcpu, gfn, fault.pfn);
}

/* Maps the neighbours of a page, as far as they are there. */
int vmm_map_around(struct vmm_vcpu *vcpu, struct vmm_slot *slot, gfn_t gfn)
{
	struct page *pages[8];
	int i, got;

	got = vmm_prefetch(vcpu, vmm_gfn_to_hva(slot, gfn), ARRAY_SIZE(pages),
			   pages);
	for (i = 0; i < got; i++) {
		vmm_map_pfn(vcpu, gfn + i, page_to_pfn(pages[i]));
		put_page(pages[i]);
	}
	return got > 0 ? 0 : -EFAULT;
}
