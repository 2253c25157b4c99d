// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/scope/bad.c

#include <linux/errno.h>
#include <linux/mm.h>

struct probe {
	struct mm_struct *mm;
	unsigned long addr;
	struct page *page;
	int locked;
	unsigned int flags;
};

static long plain(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_write_lock(mm);	// step "the last that is done to the lock"
	n = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, &locked);	// want "get_user_pages_remote\\(\\) may let go of mmap_lock as a reader"
	if (locked)
		mmap_write_unlock(mm);
	return n;
}

static long killable(struct probe *p)
{
	long n;

	if (mmap_write_lock_killable(p->mm))
		return -EINTR;
	p->locked = 1;
	n = pin_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &p->locked);	// want "pin_user_pages_remote"
	if (p->locked)
		mmap_write_unlock(p->mm);
	return n;
}

static long by_semaphore(struct probe *p)
{
	int locked = 1;
	long n;

	down_write(&p->mm->mmap_lock);
	n = pin_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);	// want "held for writing"
	if (locked)
		up_write(&p->mm->mmap_lock);
	return n;
}

static long trylock(struct probe *p)
{
	int locked = 1;
	long n;

	if (!mmap_write_trylock(p->mm))
		return -EAGAIN;
	n = pin_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);	// want "held for writing"
	if (locked)
		mmap_write_unlock(p->mm);
	return n;
}

static long guarded(struct probe *p)
{
	int locked = 1;

	scoped_guard(mmap_write_lock, p->mm)
		return get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);	// want "held for writing"
}

/* Asserted, so that the caller holds it. */
static long asserted(struct probe *p)
{
	int locked = 1;

	mmap_assert_write_locked(p->mm);
	return get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);	// want "held for writing"
}

/* The pointer is handed through. */
static long lowest(struct probe *p, int *locked)
{
	return pin_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE, &p->page, locked);
}

static long upper_with_pointer(struct probe *p)
{
	int locked = 1;
	long n;

	mmap_write_lock(p->mm);
	n = lowest(p, &locked);	// want "held for writing"
	if (locked)
		mmap_write_unlock(p->mm);
	return n;
}

/* Not all of the flags keep the lock. */
static long some_wait(struct probe *p, bool dirty)
{
	unsigned int flags = dirty ? FOLL_WRITE : FOLL_ANON;
	int locked = 1;
	long n;

	mmap_write_lock(p->mm);
	n = get_user_pages_remote(p->mm, p->addr, 1, flags, &p->page, &locked);	// want "held for writing"
	if (locked)
		mmap_write_unlock(p->mm);
	return n;
}

/* Made a reader too late. */
static long downgraded_too_late(struct probe *p)
{
	int locked = 1;
	long n;

	mmap_write_lock(p->mm);
	n = get_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);	// want "held for writing"
	if (!locked)
		return n;
	mmap_write_downgrade(p->mm);
	mmap_read_unlock(p->mm);
	return n;
}

/* Flags from a member, where none is stored that keeps the lock. */
void probe_init(struct probe *p, bool write)
{
	p->flags = write ? FOLL_WRITE | FOLL_LONGTERM : FOLL_LONGTERM;
}

static long from_member(struct probe *p)
{
	int locked = 1;
	long n;

	mmap_write_lock(p->mm);
	n = pin_user_pages_remote(p->mm, p->addr, 1, p->flags, &p->page, &locked);	// want "held for writing"
	if (locked)
		mmap_write_unlock(p->mm);
	return n;
}

/* Flags from callers, of whom one waits for pages. */
static long grab_with(struct probe *p, unsigned int flags)
{
	int locked = 1;
	long n;

	mmap_write_lock(p->mm);
	n = pin_user_pages_remote(p->mm, p->addr, 1, flags, &p->page, &locked);
	if (locked)
		mmap_write_unlock(p->mm);
	return n;
}

static long grab_at_once(struct probe *p)
{
	return grab_with(p, FOLL_WRITE | FOLL_NOWAIT);
}

static long grab_and_wait(struct probe *p)
{
	return grab_with(p, FOLL_WRITE);	// want "held for writing"
}

/* On some ways only, or with flags that nobody knows. */
unsigned int probe_flags(void);

static long unknown_flags(struct probe *p)
{
	int locked = 1;
	long n;

	mmap_write_lock(p->mm);
	n = pin_user_pages_remote(p->mm, p->addr, 1, probe_flags(), &p->page, &locked);	// strict "held for writing"
	if (locked)
		mmap_write_unlock(p->mm);
	return n;
}

static long either_lock(struct probe *p, bool write)
{
	int locked = 1;
	long n;

	if (write)
		mmap_write_lock(p->mm);
	else
		mmap_read_lock(p->mm);
	n = pin_user_pages_remote(p->mm, p->addr, 1, 0, &p->page, &locked);	// strict "held for writing"
	if (!locked)
		return n;
	if (write)
		mmap_write_unlock(p->mm);
	else
		mmap_read_unlock(p->mm);
	return n;
}

static long wait_or_not(struct probe *p, bool nowait)
{
	int locked = 1;
	long n;

	mmap_write_lock(p->mm);
	n = pin_user_pages_remote(p->mm, p->addr, 1, nowait ? FOLL_NOWAIT : 0, &p->page, &locked);	// strict "held for writing"
	if (locked)
		mmap_write_unlock(p->mm);
	return n;
}

/* The pointer is here, and the lock further up. */
static long inner_pin(struct probe *p, int *locked)
{
	return pin_user_pages_remote(p->mm, p->addr, 1, FOLL_WRITE, &p->page, locked);
}

static long middle_pin(struct probe *p)
{
	int locked = 1;

	return inner_pin(p, &locked);
}

static long upper_pin(struct probe *p)
{
	long n;

	mmap_write_lock(p->mm);
	n = middle_pin(p);	// want "held for writing"
	mmap_write_unlock(p->mm);
	return n;
}

static long highest_pin(struct probe *p)
{
	return middle_pin(p);
}

static long with_semaphore(struct probe *p)
{
	long n;

	down_write(&p->mm->mmap_lock);
	n = highest_pin(p);	// want "held for writing"
	up_write(&p->mm->mmap_lock);
	return n;
}

/* The mm of the current task, from a callback. */
struct ring_ops {
	long (*fill)(unsigned long addr, struct page **page);
};

static long ring_fill(unsigned long addr, struct page **page)
{
	int locked = 1;

	return get_user_pages_remote(current->mm, addr, 1, 0, page, &locked);
}

static const struct ring_ops ring_ops = { .fill = ring_fill };

static long ring_grow(const struct ring_ops *ops, unsigned long addr, struct page **page)
{
	long n;

	mmap_write_lock(current->mm);
	n = ops->fill(addr, page);	// want "held for writing"
	mmap_write_unlock(current->mm);
	return n;
}
