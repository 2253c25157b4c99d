// SPDX-License-Identifier: MIT
// path: drivers/misc/probe/probe.c
// FOLL_NOWAIT where the call promises something else.
#include <linux/mm.h>
#include <linux/fs.h>
#include <linux/slab.h>

#define PROBE_FLAGS	(FOLL_WRITE | FOLL_NOWAIT)
#define PROBE_ASYNC	0x1

enum {
	PROBE_GUP = FOLL_NOWAIT | FOLL_FORCE,
};

static const unsigned int probe_default = FOLL_NOWAIT;

struct probe {
	struct mm_struct *mm;
	struct page **pages;
	int locked;
};

struct probe_args {
	unsigned int gup_flags;
	bool async;
};

/*
 * "No page" cannot be told
 */

struct page *page_or_error(struct mm_struct *mm, unsigned long addr,
			   struct vm_area_struct **vma)
{
	return get_user_page_vma_remote(mm, addr, FOLL_NOWAIT, vma); // want "get_user_page_vma_remote\\(\\) cannot return without a page as FOLL_NOWAIT lets it"
}

struct page *page_by_variable(struct mm_struct *mm, unsigned long addr,
			      bool async, struct vm_area_struct **vma)
{
	unsigned int flags = FOLL_WRITE;

	if (async)
		flags |= FOLL_NOWAIT; // step "FOLL_NOWAIT is set here"
	return get_user_page_vma_remote(mm, addr, flags, vma); // want "cannot return without a page"
}

struct page *page_by_choice(struct mm_struct *mm, unsigned long addr,
			    bool async, struct vm_area_struct **vma)
{
	return get_user_page_vma_remote(mm, addr, async ? FOLL_NOWAIT : 0, vma); // want "cannot return without a page"
}

struct page *page_by_macro(struct mm_struct *mm, unsigned long addr,
			   struct vm_area_struct **vma)
{
	return get_user_page_vma_remote(mm, addr, PROBE_FLAGS, vma); // want "cannot return without a page"
}

struct page *page_by_enum(struct mm_struct *mm, unsigned long addr,
			  struct vm_area_struct **vma)
{
	return get_user_page_vma_remote(mm, addr, PROBE_GUP, vma); // want "cannot return without a page"
}

struct page *page_by_constant(struct mm_struct *mm, unsigned long addr,
			      struct vm_area_struct **vma)
{
	return get_user_page_vma_remote(mm, addr, probe_default, vma); // want "cannot return without a page"
}

static unsigned int probe_flags(bool async)
{
	return async ? FOLL_NOWAIT : 0; // step "FOLL_NOWAIT is set here"
}

struct page *page_by_helper(struct mm_struct *mm, unsigned long addr,
			    bool async, struct vm_area_struct **vma)
{
	return get_user_page_vma_remote(mm, addr, probe_flags(async), vma); // want "cannot return without a page"
}

struct page *page_in_loop(struct mm_struct *mm, unsigned long addr,
			  struct vm_area_struct **vma)
{
	unsigned int flags = FOLL_WRITE;
	struct page *page;

	do {
		page = get_user_page_vma_remote(mm, addr, flags, vma); // want "cannot return without a page"
		flags |= FOLL_NOWAIT; // step "FOLL_NOWAIT is set here"
		addr += PAGE_SIZE;
	} while (IS_ERR(page));
	return page;
}

/* Through what hands its flags on. */
int read_other(struct mm_struct *mm, unsigned long addr, void *buf, int len)
{
	return access_remote_vm(mm, addr, buf, len, FOLL_FORCE | FOLL_NOWAIT); // want "get_user_page_vma_remote\\(\\) cannot return without a page"
}

int write_task(struct task_struct *task, unsigned long addr, void *buf, int len,
	       bool async)
{
	unsigned int flags = FOLL_WRITE | (async ? FOLL_NOWAIT : FOLL_FORCE); // step "FOLL_NOWAIT is set here"

	return access_process_vm(task, addr, buf, len, flags); // want "cannot return without a page"
}

/* In a member that is stored elsewhere. */
struct page *page_by_member(struct probe_args *args, struct mm_struct *mm,
			    unsigned long addr, struct vm_area_struct **vma)
{
	return get_user_page_vma_remote(mm, addr, args->gup_flags, vma); // want "cannot return without a page"
}

void args_init(struct probe_args *args, unsigned int how)
{
	args->gup_flags = how & PROBE_ASYNC ? FOLL_NOWAIT : 0; // step "FOLL_NOWAIT is set here" "stored in struct probe_args's gup_flags here"
}

struct probe_ops {
	struct page *(*get)(struct mm_struct *mm, unsigned long addr,
			    unsigned int flags, struct vm_area_struct **vma);
};

static struct page *get_one(struct mm_struct *mm, unsigned long addr,
			    unsigned int flags, struct vm_area_struct **vma)
{
	return get_user_page_vma_remote(mm, addr, flags | FOLL_WRITE, vma); // step "get_user_page_vma_remote\\(\\) is called here"
}

static const struct probe_ops one_ops = {
	.get = get_one,
};

struct page *page_by_ops(struct mm_struct *mm, unsigned long addr,
			 const struct probe_ops *ops,
			 struct vm_area_struct **vma)
{
	return ops->get(mm, addr, FOLL_NOWAIT, vma); // want "cannot return without a page"
}

/*
 * A drop of the lock that cannot be
 */

long in_vain(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_NOWAIT, page, &locked); // want "FOLL_NOWAIT keeps mmap_lock held, so the locked pointer of get_user_pages_remote\\(\\) is in vain"
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

long pin_in_vain(struct probe *p, unsigned long addr)
{
	p->locked = 1;
	return pin_user_pages_remote(p->mm, addr, 1, FOLL_WRITE | FOLL_NOWAIT, p->pages, &p->locked); // want "locked pointer of pin_user_pages_remote\\(\\) is in vain"
}

long in_vain_by_variable(struct mm_struct *mm, unsigned long addr, bool write,
			 struct page **page)
{
	unsigned int flags = write ? FOLL_WRITE : 0;
	int locked = 1;

	flags |= FOLL_NOWAIT; // step "FOLL_NOWAIT is set here"
	return get_user_pages_remote(mm, addr, 1, flags, page, &locked); // want "in vain"
}

long in_vain_by_macro(struct mm_struct *mm, unsigned long addr,
		      struct page **page)
{
	int locked = 1;

	return pin_user_pages_remote(mm, addr, 1, PROBE_FLAGS, page, &locked); // want "in vain"
}

long in_vain_by_helper(struct mm_struct *mm, unsigned long addr,
		       struct page **page)
{
	int locked = 1;

	return get_user_pages_remote(mm, addr, 1, FOLL_WRITE | probe_flags(true), page, &locked); // want "in vain"
}

/* A wrapper that says so for all of its callers. */
static long try_one(struct mm_struct *mm, unsigned long addr,
		    unsigned int flags, struct page **page, int *locked)
{
	return get_user_pages_remote(mm, addr, 1, flags | FOLL_NOWAIT, page, locked); // step "FOLL_NOWAIT is set here"
}

long through_wrapper(struct mm_struct *mm, unsigned long addr,
		     struct page **page)
{
	int locked = 1;

	return try_one(mm, addr, FOLL_WRITE, page, &locked); // want "in vain"
}

static long grab(struct mm_struct *mm, unsigned long addr, unsigned int flags,
		 struct page **page, int *locked)
{
	return get_user_pages_remote(mm, addr, 1, flags, page, locked);
}

static long grab_locked(struct mm_struct *mm, unsigned long addr,
			unsigned int flags, struct page **page)
{
	int locked = 1;
	long n = grab(mm, addr, flags, page, &locked); // step "through grab"

	if (locked)
		mmap_read_unlock(mm);
	return n;
}

long from_outside(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return grab_locked(mm, addr, FOLL_WRITE | FOLL_NOWAIT, page); // want "in vain"
}

/* The pointer comes with the flag. */
long both_at_once(struct mm_struct *mm, unsigned long addr, bool async,
		  struct page **page)
{
	unsigned int flags = FOLL_WRITE;
	int held = 1, *locked = NULL;

	if (async) {
		flags |= FOLL_NOWAIT; // step "FOLL_NOWAIT is set here"
		locked = &held;
	}
	return get_user_pages_remote(mm, addr, 1, flags, page, locked); // want "in vain"
}
