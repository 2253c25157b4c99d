// SPDX-License-Identifier: MIT
// *locked is not 1 when the call is made.
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/errno.h>

struct reader {
	struct mm_struct *mm;
	unsigned long addr;
	struct page *page;
	int locked;
};

int never_set(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked); // want "[*]locked was never set when get_user_pages_remote.. is called: it has to be 1"
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

int not_held_yet(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 0;
	long n;

	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked); // want "[*]locked is not 1 when get_user_pages_remote.. is called: the kernel WARNs and returns -EINVAL"
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

/* Counts the other way: 0 for held. */
int reversed(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int dropped = 0;
	long n;

	mmap_read_lock(mm);
	n = pin_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &dropped); // want "[*]locked is not 1 when pin_user_pages_remote.. is called"
	if (!dropped)
		mmap_read_unlock(mm);
	return n;
}

/* More than once held is held, but 1 is asked for. */
int counted(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int depth = 1;

	mmap_read_lock(mm);
	depth++;
	return get_user_pages_remote(mm, addr, 1, 0, page, &depth); // want "[*]locked is not 1"
}

/* Unlocked, and called again. */
int after_unlock(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;

	mmap_read_lock(mm);
	if (get_user_pages_remote(mm, addr, 1, 0, page, &locked) == 1)
		goto out;
	if (locked) {
		mmap_read_unlock(mm);
		locked = 0;
	}
	return get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked); // want "[*]locked is not 1"
out:
	if (locked)
		mmap_read_unlock(mm);
	return 1;
}

/* Members of structures that are all 0. */
int member_of_cleared(struct mm_struct *mm, unsigned long addr)
{
	struct reader r = {
		.mm = mm,
		.addr = addr,
	};

	mmap_read_lock(mm);
	return get_user_pages_remote(mm, addr, 1, 0, &r.page, &r.locked); // want "[*]locked is not 1"
}

int member_of_memset(struct mm_struct *mm, unsigned long addr)
{
	struct reader r;

	memset(&r, 0, sizeof(r));
	mmap_read_lock(mm);
	return get_user_pages_remote(mm, addr, 1, 0, &r.page, &r.locked); // want "[*]locked is not 1"
}

int member_of_zalloc(struct mm_struct *mm, unsigned long addr)
{
	struct reader *r = kzalloc(sizeof(*r), GFP_KERNEL);

	if (!r)
		return -ENOMEM;
	mmap_read_lock(mm);
	return get_user_pages_remote(mm, addr, 1, 0, &r->page, &r->locked); // want "[*]locked is not 1"
}

int member_never_set(struct mm_struct *mm, unsigned long addr)
{
	struct reader r;

	r.mm = mm;
	mmap_read_lock(mm);
	return get_user_pages_remote(mm, addr, 1, 0, &r.page, &r.locked); // want "[*]locked was never set"
}

/* The helper is given a pointer. */
static long grab(struct mm_struct *mm, unsigned long addr, struct page **page,
		 int *locked)
{
	return get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, locked);
}

static long grab_again(struct mm_struct *mm, unsigned long addr,
		       struct page **page, int *locked)
{
	return grab(mm, addr, page, locked);
}

long through_helpers(struct mm_struct *mm, unsigned long addr,
		     struct page **page)
{
	int locked = 0;

	return grab_again(mm, addr, page, &locked); // want "[*]locked is not 1"
}

long never_set_through_helper(struct mm_struct *mm, unsigned long addr,
			      struct page **page)
{
	int locked;

	return grab(mm, addr, page, &locked); // want "[*]locked was never set"
}

/* Set on one path only. */
int set_on_one_path(struct mm_struct *mm, unsigned long addr, bool held,
		    struct page **page)
{
	int locked;

	if (!held) {
		mmap_read_lock(mm);
		locked = 1;
	}
	return get_user_pages_remote(mm, addr, 1, 0, page, &locked); // strict "[*]locked was never set"
}

int cleared_on_one_path(struct mm_struct *mm, unsigned long addr, bool held,
			struct page **page)
{
	int locked = 1;

	if (!held)
		locked = 0;
	return get_user_pages_remote(mm, addr, 1, 0, page, &locked); // want "[*]locked is not 1"
}

/* The first round may leave it at 0. */
int not_armed_again(struct mm_struct *mm, unsigned long addr, int nr,
		    struct page **pages)
{
	int locked = 1, i;
	long n = 0;

	mmap_read_lock(mm);
	for (i = 0; i < nr; i++) {
		n = get_user_pages_remote(mm, addr + i * PAGE_SIZE, 1, 0, // want "[*]locked is not 1"
					  pages + i, &locked);
		if (n != 1)
			break;
	}
	if (locked)
		mmap_read_unlock(mm);
	return n;
}
