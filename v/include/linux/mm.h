/* SPDX-License-Identifier: MIT */
/* The declarations of the get_user_pages family and what goes with it. */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <asm/page.h>
#include <linux/err.h>
#include <linux/mm_types.h>
#include <linux/mmap_lock.h>
#include <linux/sched.h>

#define PAGE_ALIGN(a)		(((a) + PAGE_SIZE - 1) & PAGE_MASK)
#define PAGE_ALIGNED(a)		(((unsigned long)(a) & ~PAGE_MASK) == 0)
#define offset_in_page(p)	((unsigned long)(p) & ~PAGE_MASK)
#define untagged_addr_remote(mm, addr)	((void)(mm), (addr))

#define VM_READ			0x00000001
#define VM_WRITE		0x00000002
#define VM_SHARED		0x00000008
#define VM_MAYREAD		0x00000010
#define VM_MAYWRITE		0x00000020
#define VM_PFNMAP		0x00000400
#define VM_LOCKONFAULT		0x00080000
#define VM_LOCKED		0x00002000
#define VM_IO			0x00004000
#define VM_HUGETLB		0x00400000

/* What a pin adds to the reference count of a small page. */
#define GUP_PIN_COUNTING_BIAS	(1U << 10)

/*
 * How a page fault is to be taken. Without ALLOW_RETRY the handler neither
 * lets go of mmap_lock nor asks to be called again; with RETRY_NOWAIT it asks,
 * and keeps the lock.
 */
#define FAULT_FLAG_WRITE		0x01
#define FAULT_FLAG_MKWRITE		0x02
#define FAULT_FLAG_ALLOW_RETRY		0x04
#define FAULT_FLAG_RETRY_NOWAIT		0x08
#define FAULT_FLAG_KILLABLE		0x10
#define FAULT_FLAG_TRIED		0x20
#define FAULT_FLAG_USER			0x40
#define FAULT_FLAG_REMOTE		0x80
#define FAULT_FLAG_INSTRUCTION		0x100
#define FAULT_FLAG_INTERRUPTIBLE	0x200

struct pt_regs;
struct inode;

struct vm_operations_struct {
	vm_fault_t (*fault)(struct vm_area_struct *vma, unsigned long address);
	int (*access)(struct vm_area_struct *vma, unsigned long addr, void *buf,
		      int len, int write);
};

struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long addr);
struct vm_area_struct *find_vma_intersection(struct mm_struct *mm,
					     unsigned long start,
					     unsigned long end);
struct vm_area_struct *find_extend_vma(struct mm_struct *mm, unsigned long addr);
bool vma_is_accessible(const struct vm_area_struct *vma);
bool vma_is_anonymous(const struct vm_area_struct *vma);
bool is_vm_hugetlb_page(const struct vm_area_struct *vma);

struct page *compound_head(struct page *page);
struct page *nth_page(struct page *page, unsigned long n);
int page_ref_count(const struct page *page);
void page_ref_add(struct page *page, int nr);
void page_ref_sub(struct page *page, int nr);
void get_page(struct page *page);
void put_page(struct page *page);
void release_pages(struct page **pages, int nr);
void *page_address(const struct page *page);
struct page *virt_to_page(const void *addr);
unsigned long page_to_pfn(const struct page *page);
struct page *pfn_to_page(unsigned long pfn);
phys_addr_t page_to_phys(struct page *page);
bool set_page_dirty(struct page *page);
int set_page_dirty_lock(struct page *page);

int account_locked_vm(struct mm_struct *mm, unsigned long pages, bool inc);

#ifdef CONFIG_MMU
vm_fault_t handle_mm_fault(struct vm_area_struct *vma, unsigned long address,
			   unsigned int flags, struct pt_regs *regs);
int fixup_user_fault(struct mm_struct *mm, unsigned long address,
		     unsigned int fault_flags, bool *unlocked);
#else
static inline vm_fault_t handle_mm_fault(struct vm_area_struct *vma,
					 unsigned long address,
					 unsigned int flags,
					 struct pt_regs *regs)
{
	BUG();
	return VM_FAULT_SIGBUS;
}

static inline int fixup_user_fault(struct mm_struct *mm, unsigned long address,
				   unsigned int fault_flags, bool *unlocked)
{
	BUG();
	return -EFAULT;
}
#endif

/*
 * What the get_user_pages family can be asked for. Not all of these are for
 * callers, but nothing tells them apart.
 */
#define FOLL_WRITE	0x01	/* the mapping must be writable, copies are made */
#define FOLL_TOUCH	0x02	/* the page counts as used */
#define FOLL_GET	0x04	/* a reference: put_page() gives it back */
#define FOLL_DUMP	0x08	/* fail on what would be zeroes */
#define FOLL_FORCE	0x10	/* look over permissions */
#define FOLL_NOWAIT	0x20	/* do not wait, keep mmap_lock */
#define FOLL_POPULATE	0x40	/* fault a locked mapping in */
#define FOLL_SPLIT	0x80	/* a small page in the place of a huge one */
#define FOLL_HWPOISON	0x100	/* tell poisoned memory from a bad address */
#define FOLL_NUMA	0x200	/* take the faults of NUMA balancing */
#define FOLL_MIGRATION	0x400	/* wait for pages that are being moved */
#define FOLL_TRIED	0x800	/* not the first attempt */
#define FOLL_MLOCK	0x1000	/* mark the page as locked */
#define FOLL_REMOTE	0x2000	/* the address space of somebody else */
#define FOLL_COW	0x4000	/* the copy was made already */
#define FOLL_ANON	0x8000	/* anonymous mappings alone */
#define FOLL_LONGTERM	0x10000	/* for as long as user space likes */
#define FOLL_SPLIT_PMD	0x20000	/* no huge page may be left */
#define FOLL_PIN	0x40000	/* a pin: unpin_user_page() gives it back */
#define FOLL_FAST_ONLY	0x80000	/* the lockless walk or nothing */

int access_process_vm(struct task_struct *tsk, unsigned long addr, void *buf,
		      int len, unsigned int gup_flags);
int access_remote_vm(struct mm_struct *mm, unsigned long addr, void *buf,
		     int len, unsigned int gup_flags);

long get_user_pages_remote(struct mm_struct *mm,
			   unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages,
			   struct vm_area_struct **vmas, int *locked);
long pin_user_pages_remote(struct mm_struct *mm,
			   unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages,
			   struct vm_area_struct **vmas, int *locked);
long get_user_pages(unsigned long start, unsigned long nr_pages,
		    unsigned int gup_flags, struct page **pages,
		    struct vm_area_struct **vmas);
long pin_user_pages(unsigned long start, unsigned long nr_pages,
		    unsigned int gup_flags, struct page **pages,
		    struct vm_area_struct **vmas);
long get_user_pages_locked(unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages,
			   int *locked);
long pin_user_pages_locked(unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages,
			   int *locked);
long get_user_pages_unlocked(unsigned long start, unsigned long nr_pages,
			     struct page **pages, unsigned int gup_flags);
long pin_user_pages_unlocked(unsigned long start, unsigned long nr_pages,
			     struct page **pages, unsigned int gup_flags);

int get_user_pages_fast(unsigned long start, int nr_pages,
			unsigned int gup_flags, struct page **pages);
int pin_user_pages_fast(unsigned long start, int nr_pages,
			unsigned int gup_flags, struct page **pages);
int get_user_pages_fast_only(unsigned long start, int nr_pages,
			     unsigned int gup_flags, struct page **pages);
int pin_user_pages_fast_only(unsigned long start, int nr_pages,
			     unsigned int gup_flags, struct page **pages);

static inline bool get_user_page_fast_only(unsigned long addr,
					   unsigned int gup_flags,
					   struct page **pagep)
{
	return get_user_pages_fast_only(addr, 1, gup_flags, pagep) == 1;
}

struct page *follow_page(struct vm_area_struct *vma, unsigned long address,
			 unsigned int foll_flags);
struct page *get_dump_page(unsigned long addr);

void unpin_user_page(struct page *page);
void unpin_user_pages(struct page **pages, unsigned long npages);
void unpin_user_pages_dirty_lock(struct page **pages, unsigned long npages,
				 bool make_dirty);

int __mm_populate(unsigned long addr, unsigned long len, int ignore_errors);

static inline void mm_populate(unsigned long addr, unsigned long len)
{
	(void)__mm_populate(addr, len, 1);
}

/* The error number for what a fault came to; 0 if it is none. */
static inline int vm_fault_to_errno(vm_fault_t vm_fault, int foll_flags)
{
	const vm_fault_t poison = VM_FAULT_HWPOISON | VM_FAULT_HWPOISON_LARGE;

	if (vm_fault & VM_FAULT_OOM)
		return -ENOMEM;
	if (vm_fault & poison)
		return foll_flags & FOLL_HWPOISON ? -EHWPOISON : -EFAULT;
	return vm_fault & (VM_FAULT_SIGBUS | VM_FAULT_SIGSEGV) ? -EFAULT : 0;
}

#endif
