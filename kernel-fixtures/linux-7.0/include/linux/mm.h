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

/* What a pin adds to the reference count of a small folio. */
#define GUP_PIN_COUNTING_BIAS	(1U << 10)

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
struct vm_area_struct *vma_lookup(struct mm_struct *mm, unsigned long addr);
bool vma_is_accessible(const struct vm_area_struct *vma);
bool vma_is_anonymous(const struct vm_area_struct *vma);
bool is_vm_hugetlb_page(const struct vm_area_struct *vma);

struct folio *page_folio(const struct page *page);
struct page *folio_page(struct folio *folio, unsigned long n);
bool page_range_contiguous(const struct page *page, unsigned long nr);
unsigned long folio_nr_pages(const struct folio *folio);
bool folio_test_dirty(const struct folio *folio);
bool is_zero_folio(const struct folio *folio);
int folio_ref_count(const struct folio *folio);
void folio_ref_add(struct folio *folio, int nr);
void folio_get(struct folio *folio);
void folio_put(struct folio *folio);
void folio_put_refs(struct folio *folio, int refs);
bool folio_mark_dirty(struct folio *folio);

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

int access_process_vm(struct task_struct *tsk, unsigned long addr, void *buf,
		      int len, unsigned int gup_flags);
int access_remote_vm(struct mm_struct *mm, unsigned long addr, void *buf,
		     int len, unsigned int gup_flags);
int copy_remote_vm_str(struct task_struct *tsk, unsigned long addr, void *buf,
		       int len, unsigned int gup_flags);

long get_user_pages_remote(struct mm_struct *mm,
			   unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages,
			   int *locked);
long pin_user_pages_remote(struct mm_struct *mm,
			   unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages,
			   int *locked);

/* One page and the vma that it lies in. "No page yet" cannot be told. */
static inline struct page *get_user_page_vma_remote(struct mm_struct *mm,
						    unsigned long addr,
						    int gup_flags,
						    struct vm_area_struct **vmap)
{
	struct vm_area_struct *around;
	struct page *page;
	int nr;

	if (WARN_ON_ONCE(unlikely(gup_flags & FOLL_NOWAIT)))
		return ERR_PTR(-EINVAL);

	nr = get_user_pages_remote(mm, addr, 1, gup_flags, &page, NULL);
	if (nr < 0)
		return ERR_PTR(nr);

	around = vma_lookup(mm, addr);
	if (!WARN_ON_ONCE(!around)) {
		*vmap = around;
		return page;
	}
	put_page(page);
	return ERR_PTR(-EINVAL);
}

long get_user_pages(unsigned long start, unsigned long nr_pages,
		    unsigned int gup_flags, struct page **pages);
long pin_user_pages(unsigned long start, unsigned long nr_pages,
		    unsigned int gup_flags, struct page **pages);
long get_user_pages_unlocked(unsigned long start, unsigned long nr_pages,
			     struct page **pages, unsigned int gup_flags);
long pin_user_pages_unlocked(unsigned long start, unsigned long nr_pages,
			     struct page **pages, unsigned int gup_flags);
long memfd_pin_folios(struct file *memfd, loff_t start, loff_t end,
		      struct folio **folios, unsigned int max_folios,
		      pgoff_t *offset);

int get_user_pages_fast(unsigned long start, int nr_pages,
			unsigned int gup_flags, struct page **pages);
int pin_user_pages_fast(unsigned long start, int nr_pages,
			unsigned int gup_flags, struct page **pages);
int get_user_pages_fast_only(unsigned long start, int nr_pages,
			     unsigned int gup_flags, struct page **pages);

static inline bool get_user_page_fast_only(unsigned long addr,
					   unsigned int gup_flags,
					   struct page **pagep)
{
	return get_user_pages_fast_only(addr, 1, gup_flags, pagep) == 1;
}

struct page *get_dump_page(unsigned long addr, int *locked);

void unpin_user_page(struct page *page);
void unpin_user_pages(struct page **pages, unsigned long npages);
void unpin_user_pages_dirty_lock(struct page **pages, unsigned long npages,
				 bool make_dirty);
void unpin_user_page_range_dirty_lock(struct page *page, unsigned long npages,
				      bool make_dirty);
void unpin_user_folio(struct folio *folio, unsigned long npages);
void unpin_folio(struct folio *folio);
void unpin_folios(struct folio **folios, unsigned long nfolios);
void folio_add_pin(struct folio *folio);
void folio_add_pins(struct folio *folio, unsigned int pins);

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

/* Whether an entry that NUMA balancing made inaccessible can be followed. */
static inline bool gup_can_follow_protnone(const struct vm_area_struct *vma,
					   unsigned int flags)
{
	return !(flags & FOLL_HONOR_NUMA_FAULT) || !vma_is_accessible(vma);
}

#endif
