// SPDX-License-Identifier: MIT
// Page faults of guests on RISC-V, brought over from a kernel that had none of
// the flags.
#include <linux/highmem.h>

#include "../../../virt/vmm/vmm.h"

/* A signal has to bring the vCPU back to user space. */
static int map_guest_page(struct vmm_vcpu *vcpu, struct vmm_slot *slot, gfn_t gfn)
{
	struct page *page;
	long got;

	got = vmm_get_user_page(vmm_gfn_to_hva(slot, gfn), FOLL_INTERRUPTIBLE,
				&page);
	if (got != 1)
		return -EFAULT; /* warning eintr-unhandled */
	return vmm_map_pfn(vcpu, gfn, page_to_pfn(page));
}

/* The clock that a guest reads must not make it wait. */
int vmm_update_clock(struct vmm_slot *slot, gfn_t gfn, u64 now)
{
	struct page *page;
	long got;

	got = vmm_get_user_page(vmm_gfn_to_hva(slot, gfn), FOLL_NOWAIT, &page);
	if (got < 0) /* want nowait-zero-return */
		return got;
	memcpy_to_page(page, 0, (char *)&now, sizeof(now));
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}

int vmm_guest_fault(struct vmm_vcpu *vcpu, struct vmm_slot *slot, gfn_t gfn)
{
	int ret = map_guest_page(vcpu, slot, gfn);

	if (ret)
		vcpu->exit_reason = gfn;
	return ret;
}
