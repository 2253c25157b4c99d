// SPDX-License-Identifier: MIT
// Results that are looked at, or that nobody needs.
#include <linux/mm.h>
#include <linux/bug.h>
#include <linux/errno.h>

struct vdev {
	struct mm_struct *mm;
	unsigned long addr;
	int nr;
	long got;
	struct page **pages;
};

void use_page(struct page *page);
void log_number(long n);

/* Nothing but to fault in. */
void fault_in(unsigned long addr)
{
	get_user_pages_unlocked(addr, 1, NULL, FOLL_WRITE);
}

void fault_in_of_another(struct mm_struct *mm, unsigned long addr)
{
	int locked = 1;

	mmap_read_lock(mm);
	get_user_pages_remote(mm, addr, 1, FOLL_WRITE, NULL, &locked);
	if (locked)
		mmap_read_unlock(mm);
}

/* NULL before, and looked at after. */
void by_the_page(struct mm_struct *mm, unsigned long addr)
{
	struct page *page = NULL;

	mmap_read_lock(mm);
	get_user_pages_remote(mm, addr, 1, FOLL_WRITE, &page, NULL);
	mmap_read_unlock(mm);
	if (page) {
		use_page(page);
		put_page(page);
	}
}

int looked_at(struct vdev *v)
{
	int n = get_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);

	return n == v->nr ? 0 : -EFAULT;
}

int handed_on(struct vdev *v)
{
	return get_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);
}

void stored(struct vdev *v)
{
	v->got = get_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);
}

void stored_through_pointer(struct vdev *v, int *got)
{
	*got = get_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);
}

void given_away(struct vdev *v)
{
	log_number(get_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages));
}

void complained_about(struct vdev *v)
{
	WARN_ON(get_user_pages_fast(v->addr, v->nr, 0, v->pages) != v->nr);
}

void counts_a_loop(struct vdev *v)
{
	int i, n = get_user_pages_fast(v->addr, v->nr, 0, v->pages);

	for (i = 0; i < n; i++)
		put_page(v->pages[i]);
}

void counts_a_release(struct vdev *v)
{
	long n = pin_user_pages_unlocked(v->addr, v->nr, v->pages, 0);

	unpin_user_pages(v->pages, n);
}

void index_of_the_last(struct vdev *v)
{
	long n = get_user_pages_unlocked(v->addr, v->nr - 1, v->pages, 0);

	v->pages[n] = NULL;
}

/* The helper keeps the number itself. */
static int grab(struct vdev *v)
{
	v->got = pin_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);
	return v->got;
}

void listens_elsewhere(struct vdev *v)
{
	grab(v);
	if (v->got == v->nr)
		use_page(v->pages[0]);
}

/* So does this one, which gives back what is too little. */
static int grab_all(struct vdev *v)
{
	int n = pin_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);

	if (n > 0 && n != v->nr) {
		unpin_user_pages(v->pages, n);
		n = 0;
	}
	return n;
}

void tries_to(struct vdev *v)
{
	v->pages[0] = NULL;
	grab_all(v);
	if (v->pages[0])
		use_page(v->pages[0]);
}

/* A fault, not a page. */
void fixed_up(struct mm_struct *mm, unsigned long addr)
{
	mmap_read_lock(mm);
	fixup_user_fault(mm, addr, FAULT_FLAG_WRITE, NULL);
	mmap_read_unlock(mm);
}
