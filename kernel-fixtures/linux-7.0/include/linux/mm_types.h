/* SPDX-License-Identifier: MIT */
/* Address spaces and pages; FAULT_FLAG_ and the public FOLL_ flags as enums. */
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

struct folio {
	struct page page;
	atomic_t _pincount;
	unsigned int order;
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
	VM_FAULT_COMPLETED = 0x004000,
};

#define VM_FAULT_ERROR (VM_FAULT_OOM | VM_FAULT_SIGBUS | VM_FAULT_SIGSEGV | \
			VM_FAULT_HWPOISON | VM_FAULT_HWPOISON_LARGE | \
			VM_FAULT_FALLBACK)

/*
 * How a page fault is to be taken. Without ALLOW_RETRY the handler neither
 * lets go of mmap_lock nor asks to be called again; with RETRY_NOWAIT it asks,
 * and keeps the lock.
 */
enum fault_flag {
	FAULT_FLAG_WRITE = 1 << 0,
	FAULT_FLAG_MKWRITE = 1 << 1,
	FAULT_FLAG_ALLOW_RETRY = 1 << 2,
	FAULT_FLAG_RETRY_NOWAIT = 1 << 3,
	FAULT_FLAG_KILLABLE = 1 << 4,
	FAULT_FLAG_TRIED = 1 << 5,
	FAULT_FLAG_USER = 1 << 6,
	FAULT_FLAG_REMOTE = 1 << 7,
	FAULT_FLAG_INSTRUCTION = 1 << 8,
	FAULT_FLAG_INTERRUPTIBLE = 1 << 9,
	FAULT_FLAG_UNSHARE = 1 << 10,
	FAULT_FLAG_ORIG_PTE_VALID = 1 << 11,
	FAULT_FLAG_VMA_LOCK = 1 << 12,
};

/* What callers may ask of the get_user_pages family. */
enum {
	/* the mapping must be writable, copy-on-write is broken */
	FOLL_WRITE = 1 << 0,
	/* take a reference: put_page() gives it back */
	FOLL_GET = 1 << 1,
	/* fail on what would be zeroes, for core dumps */
	FOLL_DUMP = 1 << 2,
	/* look over permissions that the user could have changed */
	FOLL_FORCE = 1 << 3,
	/* do not wait for a page, and do not let go of mmap_lock */
	FOLL_NOWAIT = 1 << 4,
	/* take what is mapped already */
	FOLL_NOFAULT = 1 << 5,
	/* tell poisoned memory from a bad address */
	FOLL_HWPOISON = 1 << 6,
	/* anonymous mappings alone */
	FOLL_ANON = 1 << 7,
	/* user space decides for how long: only with a pin */
	FOLL_LONGTERM = 1 << 8,
	/* no huge page may be left */
	FOLL_SPLIT_PMD = 1 << 9,
	/* memory of PCI peers is welcome */
	FOLL_PCI_P2PDMA = 1 << 10,
	/* leave for any signal, not for a fatal one alone */
	FOLL_INTERRUPTIBLE = 1 << 11,
	/* take the faults that NUMA balancing waits for */
	FOLL_HONOR_NUMA_FAULT = 1 << 12,
};

#endif
