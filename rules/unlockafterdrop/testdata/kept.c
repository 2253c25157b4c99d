// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/scope/kept.c
// Locks that nobody lets go of.

#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct probe {
	struct mm_struct *mm;
	unsigned long addr;
	struct page *page;
	struct page **pages;
	int locked;
};

void probe_end(struct probe *p);
int probe_setup(struct probe *p);
void probe_log(const char *text);

/* The way out for errors forgets it. */
static long error(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);	// step "may let go"
	if (n != 1)
		return n < 0 ? n : -EFAULT;	// want "mmap_lock stays held here if get_user_pages_remote\\(\\) has not let go"
	if (locked)
		mmap_read_unlock(mm);
	return 0;
}

static long error_by_goto(struct probe *p, unsigned long nr)
{
	struct page **pages;
	int locked = 1;
	long ret;

	pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	mmap_read_lock(p->mm);
	ret = pin_user_pages_remote(p->mm, p->addr, nr, 0, pages, &locked);
	if (ret < 0)
		goto free;
	if (locked)
		mmap_read_unlock(p->mm);
	unpin_user_pages(pages, ret);
free:
	kvfree(pages);
	return ret;	// want "stays held here"
}

/* Nobody lets go of it at all. */
static void never(struct probe *p)
{
	int locked = 1;

	mmap_read_lock(p->mm);
	if (get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked) != 1)
		probe_log("no page");
}	// want "stays held here"

/* In a loop, when it gives up. */
static long in_loop(struct mm_struct *mm, unsigned long addr, int nr, struct page **pages)
{
	int locked = 1, i;
	long ret = 0;

	mmap_read_lock(mm);
	for (i = 0; i < nr; i++) {
		if (!locked) {
			mmap_read_lock(mm);
			locked = 1;
		}
		ret = get_user_pages_remote(mm, addr + i * PAGE_SIZE, 1, 0, &pages[i], &locked);
		if (ret < 0)
			return ret;	// want "stays held here"
	}
	if (locked)
		mmap_read_unlock(mm);
	return 0;
}

/* Held on the way out, and callers know. */
static long held_again(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	if (!locked)
		mmap_read_lock(mm);
	return n;
}

static int told_by_result(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;

	mmap_read_lock(mm);
	get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	return locked;
}

static int told_by_error(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	if (!locked)
		return -EAGAIN;
	return n;
}

static long told_by_pointer(struct mm_struct *mm, unsigned long addr, struct page **page, int *locked)
{
	*locked = 1;
	mmap_read_lock(mm);
	return get_user_pages_remote(mm, addr, 1, 0, page, locked);
}

static long told_by_member(struct probe *p)
{
	p->locked = 1;
	mmap_read_lock(p->mm);
	return get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &p->locked);
}

static long copied_out(struct mm_struct *mm, unsigned long addr, struct page **page, bool *held)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	*held = locked;
	return n;
}

/* Somebody else lets go of it. */
static long elsewhere(struct probe *p)
{
	int locked = 1;
	long n;

	mmap_read_lock(p->mm);
	n = get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
	if (locked)
		probe_end(p);
	return n;
}

static void end_all(struct probe *p)
{
	probe_log("end");
	probe_end(p);
}

static long elsewhere_by_helper(struct mm_struct *mm)
{
	struct probe p = { .mm = mm };
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, p.addr, 1, 0, &p.page, &locked);
	if (locked)
		end_all(&p);
	return n;
}

/* The caller holds it. */
static long caller_holds(struct probe *p)
{
	int locked = 1;
	long n;

	mmap_assert_locked(p->mm);
	n = get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
	if (!locked)
		mmap_read_lock(p->mm);
	return n;
}

/* Under another name. */
static long other_name(struct vm_area_struct *vma, struct probe *p)
{
	int locked = 1;
	long n;

	mmap_read_lock(vma->vm_mm);
	n = get_user_pages_remote(vma->vm_mm, p->addr, 1, 0, &p->page, &locked);
	if (locked)
		mmap_read_unlock(p->mm);
	return n;
}

static bool read_anew(struct probe *p)
{
	int locked = 1;
	bool ok;

	mmap_read_lock(p->mm);
	ok = get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked) == 1 && !probe_setup(p);
	if (locked)
		mmap_read_unlock(p->mm);
	return ok;
}

/* One of two. */
static long one_of_two(struct probe *p, bool own)
{
	struct mm_struct *mm = own ? current->mm : p->mm;
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, p->addr, 1, 0, &p->page, &locked);
	if (locked)
		mmap_read_unlock(own ? current->mm : p->mm);
	return n;
}
