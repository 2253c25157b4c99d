// SPDX-License-Identifier: MIT
// What the rule cannot see.
#include <linux/mm.h>
#include <linux/errno.h>

struct request {
	struct page *page;
	long ret;
};

static void fetch(struct request *rq, unsigned long addr)
{
	rq->ret = get_user_pages_unlocked(addr, 1, &rq->page, FOLL_WRITE);
}

/* The number is read back from memory. */
void until_it_works(struct request *rq, unsigned long addr)
{
	do { // limit "leads back to the call"
		fetch(rq, addr);
	} while (rq->ret != 1);
}

/* The condition stands before the call, where the number is any. */
void until_there(unsigned long addr, struct page **page)
{
	long n = 0;

	while (n != 1) // limit "leads back to the call"
		n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);
}

/* Something else is asked too, and never ends it. */
void or_something(unsigned long addr, bool *stop, struct page **page)
{
	while (get_user_pages_unlocked(addr, 1, page, 0) != 1 && !*stop) // limit "leads back to the call"
		;
}

/* What would end it does not come nearer with an error. */
int until_all(unsigned long addr, int nr, struct page **pages)
{
	int done = 0, n;

	while (done < nr) { // limit "leads back to the call"
		n = get_user_pages_fast(addr + done * PAGE_SIZE, nr - done, 0,
					pages + done);
		if (n < 0)
			continue;
		done += n;
	}
	return done;
}
