// SPDX-License-Identifier: MIT
// A driver that overrides the permissions of user memory.
#include <linux/mm.h>
#include <linux/errno.h>

struct vdev {
	unsigned int gup_flags;
	bool writable;
	struct page **pages;
};

/* The old way to have private mappings copied. */
int for_reading(struct vdev *v, unsigned long addr, int nr)
{
	return pin_user_pages_fast(addr, nr, FOLL_LONGTERM | FOLL_WRITE | FOLL_FORCE, // want "FOLL_FORCE overrides the permissions of user memory, which a driver has no need for"
				   v->pages);
}

int in_a_variable(struct vdev *v, unsigned long addr, int nr)
{
	unsigned int gup_flags = FOLL_LONGTERM;

	gup_flags |= FOLL_FORCE; // step "FOLL_FORCE is set here"
	if (v->writable)
		gup_flags |= FOLL_WRITE;
	return pin_user_pages_fast(addr, nr, gup_flags, v->pages); // want "FOLL_FORCE overrides"
}

/* On one path, which is the code's own choice. */
int if_not_writable(struct vdev *v, unsigned long addr, int nr)
{
	unsigned int gup_flags = FOLL_WRITE;

	if (!v->writable)
		gup_flags |= FOLL_FORCE;
	return pin_user_pages_fast(addr, nr, gup_flags, v->pages); // want "FOLL_FORCE overrides"
}

int if_not_writable_inverted(struct vdev *v, unsigned long addr, int nr)
{
	unsigned int gup_flags = v->writable ? FOLL_WRITE : FOLL_WRITE | FOLL_FORCE;

	return pin_user_pages_fast(addr, nr, gup_flags, v->pages); // want "FOLL_FORCE overrides"
}

#define VDEV_FLAGS	(FOLL_WRITE | FOLL_FORCE)

int by_macro(struct vdev *v, unsigned long addr, int nr)
{
	return get_user_pages_fast(addr, nr, VDEV_FLAGS, v->pages); // want "FOLL_FORCE overrides"
}

/* Another task's memory. */
int of_another(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_FORCE, page, &locked); // want "FOLL_FORCE overrides"
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

static int grab(struct vdev *v, unsigned long addr, int nr, unsigned int flags)
{
	return pin_user_pages_fast(addr, nr, flags | FOLL_WRITE, v->pages);
}

int through_helper(struct vdev *v, unsigned long addr, int nr)
{
	return grab(v, addr, nr, FOLL_FORCE); // want "FOLL_FORCE overrides"
}

/* The helper forces whatever it is given. */
static int grab_by_force(struct vdev *v, unsigned long addr, int nr,
			 unsigned int flags)
{
	return pin_user_pages_fast(addr, nr, flags | FOLL_FORCE, v->pages); // want "FOLL_FORCE overrides"
}

int whatever_it_is_given(struct vdev *v, unsigned long addr, int nr)
{
	return grab_by_force(v, addr, nr, FOLL_WRITE);
}

struct vdev_ops {
	int (*pin)(struct vdev *v, unsigned long addr, int nr, unsigned int flags);
};

static const struct vdev_ops ops = {
	.pin = grab,
};

int through_ops(struct vdev *v, const struct vdev_ops *o, unsigned long addr)
{
	return o->pin(v, addr, 1, FOLL_FORCE); // want "FOLL_FORCE overrides"
}
