// SPDX-License-Identifier: MIT
// Pages are asked for, and nobody looks how many came.
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/errno.h>

struct vdev {
	struct mm_struct *mm;
	unsigned long addr;
	int nr;
	struct page **pages;
};

void use_page(struct page *page);

void a_statement(struct vdev *v)
{
	int i;

	get_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages); // want "the result of get_user_pages_fast.. is dropped: nobody knows which pages are there"
	for (i = 0; i < v->nr; i++)
		use_page(v->pages[i]);
}

void cast_to_void(struct vdev *v)
{
	(void)pin_user_pages_unlocked(v->addr, v->nr, v->pages, FOLL_WRITE); // want "the result of pin_user_pages_unlocked.. is dropped"
	use_page(v->pages[0]);
}

void one_page(unsigned long addr)
{
	struct page *page;

	get_user_pages_unlocked(addr, 1, &page, 0); // want "is dropped"
	use_page(page);
	put_page(page);
}

int never_read(struct vdev *v)
{
	int n;

	n = get_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages); // want "is dropped"
	use_page(v->pages[0]);
	return 0;
}

int overwritten(struct vdev *v)
{
	long ret = get_user_pages_unlocked(v->addr, v->nr, v->pages, 0); // want "is dropped"

	ret = v->nr;
	return ret;
}

/* NULL, but not any more. */
void not_null_any_more(unsigned long addr)
{
	struct page *page = NULL;

	if (get_user_pages_unlocked(addr, 1, &page, 0) == 1)
		put_page(page);
	get_user_pages_unlocked(addr, 1, &page, FOLL_WRITE); // want "is dropped"
	use_page(page);
}

void array_not_null(unsigned long addr, struct page *other)
{
	struct page *page = other;

	mmap_read_lock(current->mm);
	get_user_pages(addr, 1, 0, &page); // want "the result of get_user_pages.. is dropped"
	mmap_read_unlock(current->mm);
	use_page(page);
}

/* The helper says it, and its caller does not listen. */
static int grab(struct vdev *v)
{
	return pin_user_pages_fast(v->addr, v->nr, FOLL_WRITE, v->pages);
}

static int grab_again(struct vdev *v)
{
	return grab(v);
}

void not_listening(struct vdev *v)
{
	grab(v); // want "the result of pin_user_pages_fast.. is dropped"
	use_page(v->pages[0]);
}

int two_above(struct vdev *v)
{
	grab_again(v); // want "the result of pin_user_pages_fast.. is dropped"
	use_page(v->pages[0]);
	return 0;
}
