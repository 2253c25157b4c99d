// SPDX-License-Identifier: MIT
// What the rule cannot see.
#include <linux/mm.h>
#include <linux/errno.h>

void report_poison(unsigned long addr);

struct request {
	long ret;
};

void fetch(struct request *rq, unsigned long addr, struct page **page)
{
	rq->ret = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);
}

/* The number comes out of memory. */
void fetched(struct request *rq, unsigned long addr)
{
	if (rq->ret == -EHWPOISON) // limit "does not ask for it"
		report_poison(addr);
}
