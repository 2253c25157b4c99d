// SPDX-License-Identifier: MIT
// What the rule cannot see.
#include <linux/mm.h>
#include <linux/errno.h>

struct request {
	struct page *page;
	int err;
};

/* The number is stored in one function and looked at in another. */
static void fetch(struct request *rq, unsigned long addr)
{
	rq->err = get_user_pages_unlocked(addr, 1, &rq->page, FOLL_WRITE);
}

int fetched(struct request *rq, unsigned long addr)
{
	do { // limit "means that the task is being killed"
		fetch(rq, addr);
	} while (rq->err == -EAGAIN);
	return rq->err;
}

/* An end to the loop that does not come from being killed. */
int until_stopped(unsigned long addr, bool *stop, struct page **page)
{
	long n;

	do { // limit "means that the task is being killed"
		n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);
	} while (n == -EAGAIN && !READ_ONCE(*stop));
	return n;
}
