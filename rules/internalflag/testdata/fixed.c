// SPDX-License-Identifier: MIT
// path: drivers/misc/keep/keep.c
// What bad.c does, put right.
#include <linux/mm.h>

int at_call(unsigned long addr, struct page **page)
{
	return pin_user_pages_fast(addr, 1, FOLL_WRITE, page);
}

int pin_to_pin(unsigned long addr, struct page **page)
{
	return pin_user_pages_fast(addr, 1, 0, page);
}

long remote(struct mm_struct *mm, unsigned long addr, struct page **page)
{
	return pin_user_pages_remote(mm, addr, 1, FOLL_WRITE, page, NULL);
}

int by_variable(unsigned long addr, struct page **page, bool pin)
{
	unsigned int flags = FOLL_WRITE;

	if (pin)
		return pin_user_pages_fast(addr, 1, flags, page);
	return get_user_pages_fast(addr, 1, flags, page);
}

int by_access(struct mm_struct *mm, unsigned long addr, void *buf, int len)
{
	return access_remote_vm(mm, addr, buf, len, FOLL_FORCE);
}
