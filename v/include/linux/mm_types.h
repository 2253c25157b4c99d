/* SPDX-License-Identifier: MIT */
/* Address spaces and pages. */
#ifndef _LINUX_MM_TYPES_H
#define _LINUX_MM_TYPES_H

#include <linux/kernel.h>
#include <linux/rwsem.h>

struct address_space;
struct file;

struct page {
	unsigned long flags;
	struct address_space *mapping;
	atomic_t _refcount;
};

typedef struct {
	unsigned long val;
} pte_t;

typedef struct {
	unsigned long val;
} pgd_t;

struct vm_operations_struct;

struct vm_area_struct {
	unsigned long vm_start;
	unsigned long vm_end;
	struct mm_struct *vm_mm;
	vm_flags_t vm_flags;
	const struct vm_operations_struct *vm_ops;
	struct file *vm_file;
	unsigned long vm_pgoff;
};

struct mm_struct {
	struct rw_semaphore mmap_lock;
	pgd_t *pgd;
	unsigned long flags;
	unsigned long locked_vm;
	unsigned int write_protect_seq;
};

/* What a page fault came to. */
typedef unsigned int vm_fault_t;

enum vm_fault_reason {
	VM_FAULT_OOM = 0x000001,
	VM_FAULT_SIGBUS = 0x000002,
	VM_FAULT_MAJOR = 0x000004,
	VM_FAULT_HWPOISON = 0x000010,
	VM_FAULT_HWPOISON_LARGE = 0x000020,
	VM_FAULT_SIGSEGV = 0x000040,
	VM_FAULT_NOPAGE = 0x000100,
	VM_FAULT_LOCKED = 0x000200,
	VM_FAULT_RETRY = 0x000400,
	VM_FAULT_FALLBACK = 0x000800,
};

#define VM_FAULT_ERROR (VM_FAULT_OOM | VM_FAULT_SIGBUS | VM_FAULT_SIGSEGV | \
			VM_FAULT_HWPOISON | VM_FAULT_HWPOISON_LARGE | \
			VM_FAULT_FALLBACK)

#endif
