// SPDX-License-Identifier: MIT
// What the rule cannot see.
#include <linux/mm.h>
#include <linux/errno.h>

struct request {
	struct page *page;
	long ret;
};

void fetch(struct request *rq, unsigned long addr)
{
	rq->ret = get_user_pages_unlocked(addr, 1, &rq->page, FOLL_NOWAIT);
}

/* The number comes out of memory. */
int fetched(struct request *rq)
{
	if (rq->ret < 0) // limit "may return 0"
		return rq->ret;
	put_page(rq->page);
	return 0;
}

void log_pages(long n);

/* The number is shown to somebody. */
int logged(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, FOLL_NOWAIT);

	log_pages(n);
	if (n < 0) // limit "may return 0"
		return n;
	put_page(*page);
	return 0;
}
