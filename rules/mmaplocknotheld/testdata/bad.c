// SPDX-License-Identifier: MIT
// path: drivers/misc/relay/relay.c
// Entries that need mmap_lock, without it.
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/rwsem.h>

struct relay {
	struct mm_struct *mm;
	struct page **pages;
	unsigned long addr;
	bool busy;
};

long after_unlock(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	struct vm_area_struct *vma;
	bool io;

	mmap_read_lock(mm);
	vma = vma_lookup(mm, addr);
	io = vma && vma->vm_flags & VM_IO;
	mmap_read_unlock(mm); // step "mmap_read_unlock\\(\\) is the last that is done to the lock before"
	if (io)
		return -EFAULT;
	return get_user_pages_remote(mm, addr, 1, 0, page, NULL); // want "get_user_pages_remote\\(\\) needs mmap_lock, which is not held"
}

long after_write_unlock(unsigned long addr, struct page **page)
{
	mmap_write_lock(current->mm);
	mmap_write_unlock(current->mm);
	return pin_user_pages(addr, 1, FOLL_WRITE, page); // want "pin_user_pages\\(\\) needs mmap_lock"
}

long on_semaphore(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	down_read(&mm->mmap_lock);
	up_read(&mm->mmap_lock); // step "up_read\\(\\) is the last"
	return pin_user_pages_remote(mm, addr, 1, 0, page, NULL); // want "needs mmap_lock"
}

int after_scope(struct mm_struct *mm, unsigned long addr)
{
	bool unlocked = false;

	scoped_guard(mmap_read_lock, mm) {
		if (!vma_lookup(mm, addr))
			return -EFAULT;
	}
	return fixup_user_fault(mm, addr, FAULT_FLAG_WRITE, &unlocked); // want "fixup_user_fault\\(\\) needs mmap_lock"
}

/* Nobody got the lock where taking it failed. */
long killed(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	if (mmap_read_lock_killable(mm))
		return get_user_pages_remote(mm, addr, 1, FOLL_NOWAIT, page, NULL); // want "needs mmap_lock"
	mmap_read_unlock(mm);
	return -EAGAIN;
}

long no_try(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	long n = 0;

	if (!mmap_read_trylock(mm))
		n = get_user_pages_remote(mm, addr, 1, FOLL_NOWAIT, page, NULL); // want "needs mmap_lock"
	else
		mmap_read_unlock(mm);
	return n;
}

/* The call may have let go of it, and then it is not there for the next. */
long second_round(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, 0, page, &locked);
	if (!locked)
		return get_user_pages_remote(mm, addr, 1, 0, page, NULL); // want "needs mmap_lock"
	mmap_read_unlock(mm);
	return n;
}

/* A helper lets go of it. */
static void relay_leave(struct relay *r)
{
	r->busy = false;
	mmap_read_unlock(r->mm);
}

long after_helper(struct relay *r)
{
	mmap_read_lock(r->mm);
	relay_leave(r);
	return get_user_pages_remote(r->mm, r->addr, 1, 0, r->pages, NULL); // want "needs mmap_lock"
}
