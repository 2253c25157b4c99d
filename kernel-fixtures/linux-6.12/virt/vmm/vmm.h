/* SPDX-License-Identifier: MIT */
/* Guests: what the common code and the architectures share. */
#ifndef _VMM_H
#define _VMM_H

#include <linux/mm.h>
#include <linux/spinlock.h>

typedef u64 gfn_t;
typedef u64 vmm_pfn_t;

/* Pages that are none, in the bits that no address has. */
#define VMM_PFN_ERR_FAULT	(1ULL << 62)
#define VMM_PFN_ERR_HWPOISON	(VMM_PFN_ERR_FAULT + 1)
#define VMM_PFN_ERR_SIGPENDING	(VMM_PFN_ERR_FAULT + 2)
#define VMM_PFN_NOT_YET		(VMM_PFN_ERR_FAULT + 3)

static inline bool vmm_is_error_pfn(vmm_pfn_t pfn)
{
	return pfn & VMM_PFN_ERR_FAULT;
}

struct vmm_slot {
	gfn_t base;
	unsigned long npages;
	unsigned long userspace;
};

struct vmm_vcpu {
	struct mm_struct *mm;
	spinlock_t mmu_lock;
	unsigned long exit_reason;
};

static inline unsigned long vmm_gfn_to_hva(const struct vmm_slot *slot, gfn_t gfn)
{
	return slot->userspace + ((gfn - slot->base) << PAGE_SHIFT);
}

vmm_pfn_t vmm_faultin_pfn(unsigned long hva, bool write, bool async,
			  bool interruptible);
int vmm_prefetch(struct vmm_vcpu *vcpu, unsigned long hva, int nr,
		 struct page **pages);
long vmm_get_user_page(unsigned long hva, unsigned int flags, struct page **page);
int vmm_map_pfn(struct vmm_vcpu *vcpu, gfn_t gfn, vmm_pfn_t pfn);

#endif
