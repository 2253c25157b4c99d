// SPDX-License-Identifier: MIT
// path: kernel/ptrace_fixture.c
// A debugger may do that.
#include <linux/mm.h>

int peek(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	int locked = 1;
	long n;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1, FOLL_FORCE, page, &locked);
	if (locked)
		mmap_read_unlock(mm);
	return n;
}

int poke(struct task_struct *tsk, unsigned long addr, void *buf, int len)
{
	return access_process_vm(tsk, addr, buf, len, FOLL_FORCE | FOLL_WRITE);
}
