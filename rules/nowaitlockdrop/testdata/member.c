// SPDX-License-Identifier: MIT
// path: drivers/misc/snap/member.c
// A member tells by what is stored in it which flags a call does not have.
#include <linux/mm.h>

struct snap_read {
	struct mm_struct *mm;
	unsigned int gup_flags;
};

struct snap_any {
	struct mm_struct *mm;
	unsigned int gup_flags;
};

void snap_read_setup(struct snap_read *s, bool write)
{
	s->gup_flags = FOLL_FORCE;
	if (write)
		s->gup_flags |= FOLL_WRITE;
}

/* With FOLL_NOFAULT the pointer would be in vain anyhow; it is never set. */
long snap_read(struct snap_read *s, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(s->mm);
	n = get_user_pages_remote(s->mm, addr, 1, s->gup_flags | FOLL_NOWAIT, page, &locked); // want "FOLL_NOWAIT keeps mmap_lock held"
	if (locked)
		mmap_read_unlock(s->mm);
	return n == 1 ? 0 : -EAGAIN;
}

void snap_any_setup(struct snap_any *s, unsigned int flags)
{
	s->gup_flags = flags;
}

long snap_any(struct snap_any *s, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(s->mm);
	n = get_user_pages_remote(s->mm, addr, 1, s->gup_flags | FOLL_NOWAIT, page, &locked);
	if (locked)
		mmap_read_unlock(s->mm);
	return n == 1 ? 0 : -EAGAIN;
}
