// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/scope/rewrites.c

/* One defect and its repair, written in the ways that people write it. */

#include <linux/cleanup.h>
#include <linux/errno.h>
#include <linux/mm.h>

struct probe {
	struct mm_struct *mm;
	unsigned long addr;
	struct page *page;
};

static int early_return(struct probe *p)
{
	int locked = 1, ret;

	if (mmap_write_lock_killable(p->mm))
		return -EINTR;
	ret = pin_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);	// want "held for writing"
	if (!locked)
		return ret;
	mmap_write_unlock(p->mm);
	return ret;
}

static int inverted(struct probe *p)
{
	int locked = 1, err = -EINTR;

	if (!mmap_write_lock_killable(p->mm)) {
		err = pin_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);	// want "held for writing"
		if (locked)
			mmap_write_unlock(p->mm);
	}
	return err;
}

static int by_goto(struct probe *p)
{
	int locked = 1, err, ret;

	ret = mmap_write_lock_killable(p->mm);
	if (ret)
		goto out;
	err = pin_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);	// want "held for writing"
	if (err < 0)
		ret = err;
	if (locked)
		mmap_write_unlock(p->mm);
out:
	return ret;
}

static int lock_probe(struct probe *p)
{
	return mmap_write_lock_killable(p->mm);
}

static int helper_locks(struct probe *p)
{
	int locked = 1, ret;

	ret = lock_probe(p);
	if (ret)
		return ret;
	ret = pin_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);	// want "held for writing"
	if (locked)
		mmap_write_unlock(p->mm);
	return ret;
}

static int pin_probe(struct probe *p)
{
	int locked = 1;

	return pin_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
}

static int helper_pins(struct probe *p)
{
	int ret;

	mmap_write_lock(p->mm);
	ret = pin_probe(p);	// want "held for writing"
	mmap_write_unlock(p->mm);
	return ret;
}

static int looped(struct probe *p, struct page **pages)
{
	int locked = 1, ret = 0, i;

	mmap_write_lock(p->mm);
	for (i = 0; i < 2 && locked; i++) {
		ret = pin_user_pages_remote(p->mm, p->addr + i * PAGE_SIZE, 1, 0, &pages[i], &locked);	// want "held for writing"
		if (ret != 1)
			break;
	}
	if (locked)
		mmap_write_unlock(p->mm);
	return ret;
}

static int unrolled(struct probe *p, struct page **pages)
{
	int locked = 1, ret;

	mmap_write_lock(p->mm);
	ret = pin_user_pages_remote(p->mm, p->addr, 1, 0, &pages[0], &locked);	// want "held for writing"
	if (ret == 1 && locked)
		ret = pin_user_pages_remote(p->mm, p->addr + PAGE_SIZE, 1, 0, &pages[1], &locked);	// want "held for writing"
	if (locked)
		mmap_write_unlock(p->mm);
	return ret;
}

static int guarded(struct probe *p)
{
	int locked = 1, ret = 0;

	scoped_guard(mmap_write_lock, p->mm)
		ret = pin_probe(p);	// want "held for writing"
	return ret;
}

static int right_by_goto(struct probe *p)
{
	int locked = 1, err, ret;

	ret = mmap_read_lock_killable(p->mm);
	if (ret)
		goto out;
	err = pin_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
	if (err < 0)
		ret = err;
	if (locked)
		mmap_read_unlock(p->mm);
out:
	return ret;
}

static int right_inverted(struct probe *p)
{
	int err = -EINTR;

	if (!mmap_write_lock_killable(p->mm)) {
		err = pin_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, NULL);
		mmap_write_unlock(p->mm);
	}
	return err;
}

static int right_helper(struct probe *p)
{
	int locked = 1, ret;

	if (lock_probe(p))
		return -EINTR;
	mmap_write_downgrade(p->mm);
	ret = pin_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);
	if (locked)
		mmap_read_unlock(p->mm);
	return ret;
}

static int right_looped(struct probe *p, struct page **pages)
{
	int ret = 0, i;

	mmap_write_lock(p->mm);
	for (i = 0; i < 2; i++) {
		ret = pin_user_pages_remote(p->mm, p->addr + i * PAGE_SIZE, 1, 0, &pages[i], NULL);
		if (ret != 1)
			break;
	}
	mmap_write_unlock(p->mm);
	return ret;
}
