// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/scope/rewrites.c

/* One defect and its repair, written in the ways that people write it. */

#include <linux/errno.h>
#include <linux/mm.h>

struct probe {
	struct mm_struct *mm;
	unsigned long addr;
	struct page *page;
};

int probe_map(struct page *page);

static int early_return(struct probe *p)
{
	int locked = 1, ret;

	mmap_read_lock(p->mm);
	ret = pin_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE, &p->page, &locked);
	if (ret != 1) {
		mmap_read_unlock(p->mm);	// want "without a look at"
		return -EFAULT;
	}
	if (locked)
		mmap_read_unlock(p->mm);
	return 0;
}

static int inverted(struct probe *p)
{
	int locked = 1, ret;

	mmap_read_lock(p->mm);
	ret = pin_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE, &p->page, &locked);
	if (ret == 1) {
		if (!locked)
			return 0;
		mmap_read_unlock(p->mm);
		return 0;
	}
	mmap_read_unlock(p->mm);	// want "without a look at"
	return -EFAULT;
}

static int by_goto(struct probe *p)
{
	int locked = 1, err = 0, n;

	mmap_read_lock(p->mm);
	n = pin_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE, &p->page, &locked);
	if (n != 1) {
		err = -EFAULT;
		goto unlock;
	}
	if (!locked)
		goto out;
unlock:
	mmap_read_unlock(p->mm);	// want "without a look at"
out:
	return err;
}

static int condition_in_call(struct probe *p)
{
	int locked = 1;

	mmap_read_lock(p->mm);
	if (pin_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE, &p->page, &locked) != 1) {
		mmap_read_unlock(p->mm);	// want "without a look at"
		return -EFAULT;
	}
	if (locked)
		mmap_read_unlock(p->mm);
	return 0;
}

static void unlock(struct probe *p)
{
	mmap_read_unlock(p->mm);
}

static int helper_unlocks(struct probe *p)
{
	int locked = 1, ret;

	mmap_read_lock(p->mm);
	ret = pin_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE, &p->page, &locked);
	if (ret != 1) {
		unlock(p);	// want "without a look at"
		return -EFAULT;
	}
	if (locked)
		unlock(p);
	return 0;
}

static int pin_one(struct probe *p, int *locked)
{
	return pin_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE, &p->page, locked);
}

static int helper_pins(struct probe *p)
{
	int locked = 1, ret;

	mmap_read_lock(p->mm);
	ret = pin_one(p, &locked);
	if (ret != 1) {
		mmap_read_unlock(p->mm);	// want "without a look at"
		return -EFAULT;
	}
	if (locked)
		mmap_read_unlock(p->mm);
	return 0;
}

static bool failed(long n)
{
	return n != 1;
}

static int helper_tests(struct probe *p)
{
	int locked = 1, ret;

	mmap_read_lock(p->mm);
	ret = pin_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE, &p->page, &locked);
	if (failed(ret)) {
		mmap_read_unlock(p->mm);	// want "without a look at"
		return -EFAULT;
	}
	if (locked)
		mmap_read_unlock(p->mm);
	return 0;
}

static int looped(struct probe *p, struct page **pages)
{
	int locked = 1, ret = 0, i;

	mmap_read_lock(p->mm);
	for (i = 0; i < 2; i++) {
		ret = pin_user_pages_remote(p->mm, p->addr + i * PAGE_SIZE, 1, 0, &pages[i], &locked);
		if (ret != 1)
			break;
		if (!locked) {
			mmap_read_lock(p->mm);
			locked = 1;
		}
	}
	mmap_read_unlock(p->mm);	// want "without a look at"
	return ret;
}

static int unrolled(struct probe *p, struct page **pages)
{
	int locked = 1, ret;

	mmap_read_lock(p->mm);
	ret = pin_user_pages_remote(p->mm, p->addr, 1, 0, &pages[0], &locked);
	if (ret != 1)
		goto out;
	if (!locked) {
		mmap_read_lock(p->mm);
		locked = 1;
	}
	ret = pin_user_pages_remote(p->mm, p->addr + PAGE_SIZE, 1, 0, &pages[1], &locked);
	if (ret != 1)
		goto out;
	if (!locked) {
		mmap_read_lock(p->mm);
		locked = 1;
	}
out:
	mmap_read_unlock(p->mm);	// want "without a look at"
	return ret;
}

static int right_looped(struct probe *p, struct page **pages)
{
	int locked = 1, ret = 0, i;

	mmap_read_lock(p->mm);
	for (i = 0; i < 2; i++) {
		ret = pin_user_pages_remote(p->mm, p->addr + i * PAGE_SIZE, 1, 0, &pages[i], &locked);
		if (!locked) {
			mmap_read_lock(p->mm);
			locked = 1;
		}
		if (ret != 1)
			break;
	}
	mmap_read_unlock(p->mm);
	return ret;
}

static int right_unrolled(struct probe *p, struct page **pages)
{
	int locked = 1, ret;

	mmap_read_lock(p->mm);
	ret = pin_user_pages_remote(p->mm, p->addr, 1, 0, &pages[0], &locked);
	if (!locked) {
		mmap_read_lock(p->mm);
		locked = 1;
	}
	if (ret != 1)
		goto out;
	ret = pin_user_pages_remote(p->mm, p->addr + PAGE_SIZE, 1, 0, &pages[1], &locked);
	if (!locked) {
		mmap_read_lock(p->mm);
		locked = 1;
	}
out:
	mmap_read_unlock(p->mm);
	return ret;
}

static int right_inverted(struct probe *p)
{
	int locked = 1, ret;

	mmap_read_lock(p->mm);
	ret = pin_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE, &p->page, &locked);
	if (ret == 1) {
		if (!locked)
			return 0;
		mmap_read_unlock(p->mm);
		return 0;
	}
	if (!locked)
		return -EFAULT;
	mmap_read_unlock(p->mm);
	return -EFAULT;
}

static bool is_held(int locked)
{
	return locked == 1;
}

static int right_by_goto(struct probe *p)
{
	int locked = 1, ret = 0, err;

	mmap_read_lock(p->mm);
	err = pin_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE, &p->page, &locked);
	if (err != 1) {
		ret = -EFAULT;
		goto unlock;
	}
	ret = probe_map(p->page);
	if (ret)
		goto unlock;
unlock:
	if (is_held(locked))
		unlock(p);
	return ret;
}
