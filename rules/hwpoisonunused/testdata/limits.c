// SPDX-License-Identifier: MIT
// What the rule cannot see.
#include <linux/mm.h>
#include <linux/errno.h>

struct request {
	long ret;
};

/* The number is stored, and whoever reads it there folds it. */
void fetch(struct request *rq, unsigned long addr, struct page **page)
{
	rq->ret = get_user_pages_unlocked(addr, 1, page, FOLL_HWPOISON); // limit "in vain"
}

int fetched(struct request *rq)
{
	return rq->ret == 1 ? 0 : -EFAULT;
}
