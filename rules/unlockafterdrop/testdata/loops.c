// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/scope/loops.c

#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct probe {
	struct mm_struct *mm;
	unsigned long addr;
	unsigned int flags;
	struct page *page;
	struct page **pages;
	int locked;
};

int probe_setup(struct probe *p);

/* As long as it is held. */
static long while_locked(struct mm_struct *mm, unsigned long addr, unsigned long nr, struct page **pages)
{
	unsigned long done;
	int locked = 1;
	long ret = 0;

	mmap_read_lock(mm);
	for (done = 0; done < nr && locked; done += ret) {
		ret = get_user_pages_remote(mm, addr + done * PAGE_SIZE, nr - done, 0, pages + done, &locked);
		if (ret <= 0)
			break;
	}
	if (locked)
		mmap_read_unlock(mm);
	return ret < 0 ? ret : done;
}

static long while_locked_taken_again(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long ret;

	mmap_read_lock(mm);
	do {
		ret = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
		addr += PAGE_SIZE;
	} while (ret == 1 && locked);
	if (!locked)
		mmap_read_lock(mm);
	mmap_read_unlock(mm);
	return ret;
}

/* Taken when it is needed, and let go of before something that sleeps. */
static long lazily(struct probe *p, int nr)
{
	int locked = 0, i;
	long ret = 0;

	for (i = 0; i < nr; i++) {
		if (!locked) {
			mmap_read_lock(p->mm);
			locked = 1;
		}
		ret = pin_user_pages_remote(p->mm, p->addr + i * PAGE_SIZE, 1, 0, &p->pages[i], &locked);
		if (ret != 1)
			break;
		if (locked && i % 16 == 15) {
			mmap_read_unlock(p->mm);
			locked = 0;
		}
	}
	if (locked)
		mmap_read_unlock(p->mm);
	return ret;
}

/* Taken again at the end of each round. */
static long at_the_end(struct mm_struct *mm, unsigned long addr, int nr, struct page **pages)
{
	int locked = 1, i;
	long ret = 0;

	mmap_read_lock(mm);
	for (i = 0; i < nr; i++) {
		ret = get_user_pages_remote(mm, addr + i * PAGE_SIZE, 1, 0, &pages[i], &locked);
		if (ret != 1)
			goto out;
		if (!locked) {
			locked = 1;
			mmap_read_lock(mm);
		}
	}
	mmap_read_unlock(mm);
	return 0;
out:
	if (locked)
		mmap_read_unlock(mm);
	return ret;
}

/* The pointer comes from a caller, and a round ends with a call of somebody else. */
static long rounds(struct probe *p, int *locked)
{
	long ret;

	do {
		ret = get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, locked);
		p->addr += PAGE_SIZE;
	} while (ret == 1 && *locked && !probe_setup(p));
	return ret;
}

static long rounds_outside(struct mm_struct *mm, struct probe *p)
{
	int locked = 1;
	long ret;

	p->mm = mm;
	mmap_read_lock(mm);
	ret = rounds(p, &locked);
	if (locked)
		mmap_read_unlock(mm);
	return ret;
}

/* The flag has three states, and lies in a structure within another. */
struct user {
	struct page **pages;
	unsigned long end;
	unsigned int flags;
	int locked;	/* -1: not used yet */
};

struct reader {
	struct probe *p;
	unsigned long at, end, last, total;
	struct user user;
};

static int user_pin(struct user *u, struct probe *p, unsigned long at, unsigned long last)
{
	bool remote = p->mm != current->mm;
	long n;

	if (u->locked == -1) {
		if (remote && !mmget_not_zero(p->mm))
			return -EFAULT;
		u->locked = 0;
	}
	if (!remote) {
		n = pin_user_pages_fast(at, last, u->flags, u->pages);
	} else {
		if (!u->locked) {
			mmap_read_lock(p->mm);
			u->locked = 1;
		}
		n = pin_user_pages_remote(p->mm, at, last, u->flags, u->pages, &u->locked);
	}
	if (n <= 0)
		return n;
	u->end = at + n;
	return 0;
}

static int reader_next(struct reader *r)
{
	int ret;

	r->at = r->end;
	while (r->end != r->last + 1) {
		if (r->end >= r->user.end) {
			ret = user_pin(&r->user, r->p, r->end, r->last);
			if (ret)
				return ret;
		}
		r->end = r->at + r->total;
	}
	return 0;
}

static void user_end(struct user *u, struct probe *p)
{
	if (u->locked != -1) {
		if (u->locked)
			mmap_read_unlock(p->mm);
		if (p->mm != current->mm)
			mmput(p->mm);
		u->locked = -1;
	}
	kvfree(u->pages);
	u->pages = NULL;
}

static int reader_first(struct reader *r, struct probe *p)
{
	int ret;

	r->p = p;
	r->at = p->addr;
	r->end = p->addr;
	r->user.pages = p->pages;
	r->user.end = 0;
	r->user.locked = -1;
	r->user.flags = FOLL_LONGTERM;
	ret = reader_next(r);
	if (ret)
		user_end(&r->user, r->p);
	return ret;
}

static int reader_all(struct probe *p, struct reader *r)
{
	int ret;

	ret = reader_first(r, p);
	while (!ret && r->at != r->last + 1)
		ret = reader_next(r);
	user_end(&r->user, r->p);
	return ret;
}

/* No round, no lock. */
static long if_any(struct probe *p, int nr)
{
	int locked = 0, i;
	long ret = 0;

	for (i = 0; i < nr && ret >= 0; i++) {
		if (!locked) {
			mmap_read_lock(p->mm);
			locked = 1;
		}
		ret = get_user_pages_remote(p->mm, p->addr + i * PAGE_SIZE, 1, 0, &p->pages[i], &locked);
	}
	if (i && locked)
		mmap_read_unlock(p->mm);
	return ret;
}

static long if_none(struct probe *p, int nr)
{
	int locked = 0, i;
	long ret = 0;

	for (i = 0; i < nr && ret >= 0; i++) {
		if (!locked) {
			mmap_read_lock(p->mm);
			locked = 1;
		}
		ret = get_user_pages_remote(p->mm, p->addr + i * PAGE_SIZE, 1, 0, &p->pages[i], &locked);
	}
	if (i == 0)
		return -EINVAL;
	if (locked)
		mmap_read_unlock(p->mm);
	return ret;
}
