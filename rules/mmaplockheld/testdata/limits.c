// SPDX-License-Identifier: MIT
// path: drivers/misc/shuttle/shuttle.c
// What the rule cannot see.
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>

struct shuttle {
	struct mm_struct *mm;
	struct page **pages;
	unsigned long addr;
	int nr;
	int got;
	bool polite;
};

/* Held on one of two ways. */
int sometimes(struct shuttle *s)
{
	int n;

	if (s->polite)
		mmap_read_lock(current->mm);
	n = get_user_pages_fast(s->addr, s->nr, 0, s->pages); // limit "takes mmap_lock"
	if (s->polite)
		mmap_read_unlock(current->mm);
	return n;
}

/* That of the task, by a name that does not tell. */
static int shuttle_load(struct shuttle *s, struct mm_struct *mm)
{
	int n;

	mmap_read_lock(mm);
	n = get_user_pages_fast(s->addr, s->nr, 0, s->pages); // limit "takes mmap_lock"
	mmap_read_unlock(mm);
	return n;
}

int load(struct shuttle *s)
{
	return shuttle_load(s, current->mm);
}

/* A long way down. */
static void shuttle_fill(struct shuttle *s)
{
	s->got = get_user_pages_fast(s->addr, s->nr, FOLL_WRITE, s->pages);
}

static void shuttle_step(struct shuttle *s)
{
	shuttle_fill(s);
}

static void shuttle_walk(struct shuttle *s)
{
	shuttle_step(s);
}

void walk(struct shuttle *s)
{
	mmap_read_lock(current->mm);
	shuttle_walk(s); // limit "takes mmap_lock"
	mmap_read_unlock(current->mm);
}
