// SPDX-License-Identifier: MIT
// 0 is told from a page, or cannot come.
#include <linux/mm.h>
#include <linux/errno.h>

int not_one(unsigned long addr, struct page **page)
{
	if (get_user_pages_unlocked(addr, 1, page, FOLL_NOWAIT) != 1)
		return -EAGAIN;
	put_page(*page);
	return 0;
}

int one(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, FOLL_NOWAIT);

	if (n == 1)
		return 0;
	return n < 0 ? n : -EAGAIN;
}

int less_than_one(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, FOLL_NOWAIT);

	if (n < 1)
		return -EFAULT;
	return 0;
}

int not_positive(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, FOLL_NOWAIT);

	return n <= 0 ? -EFAULT : 0;
}

int zero_first(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, FOLL_NOWAIT);

	if (!n)
		return -EAGAIN;
	if (n < 0)
		return n;
	return 0;
}

bool as_a_value(unsigned long addr, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, FOLL_NOWAIT) == 1;
}

/* Without the flag 0 does not come. */
int waiting(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, FOLL_WRITE);

	if (n < 0)
		return n;
	put_page(*page);
	return 0;
}

int cleared(unsigned long addr, struct page **page)
{
	unsigned int flags = FOLL_WRITE | FOLL_NOWAIT;
	long n;

	flags &= ~FOLL_NOWAIT;
	n = get_user_pages_unlocked(addr, 1, page, flags);
	if (n < 0)
		return n;
	return 0;
}

int flag_of_a_caller(unsigned long addr, unsigned int flags, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, flags);

	if (n < 0)
		return n;
	return 0;
}

/* Without faults there is nothing to wait for. */
int no_faults(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page,
					 FOLL_NOFAULT | FOLL_NOWAIT);

	if (n < 0)
		return n;
	return 0;
}

/* The number is handed on, 0 and all. */
long handed_on(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, FOLL_NOWAIT);

	if (n < 0)
		return -EFAULT;
	return n;
}

long handed_on_and_tested(unsigned long addr, struct page **page)
{
	return handed_on(addr, page) > 0 ? 0 : -EAGAIN;
}

/* A first try without waiting, then with. */
int now_then_later(unsigned long addr, struct page **page)
{
	long n = get_user_pages_unlocked(addr, 1, page, FOLL_NOWAIT);

	if (n != 1)
		n = get_user_pages_unlocked(addr, 1, page, 0);
	if (n < 0)
		return n;
	return 0;
}

/* NULL before, and looked at after. */
struct page *by_the_page(unsigned long addr)
{
	struct page *page = NULL;

	if (get_user_pages_unlocked(addr, 1, &page, FOLL_NOWAIT) < 0)
		return NULL;
	if (!page)
		return NULL;
	return page;
}

struct batch {
	long got;
	struct page *pages[16];
};

void counted(struct batch *b, unsigned long addr)
{
	b->got = get_user_pages_unlocked(addr, 16, b->pages, FOLL_NOWAIT);
	if (b->got < 0)
		b->got = 0;
}

int as_many_as_there_are(unsigned long addr, struct page **pages)
{
	long i, n = get_user_pages_unlocked(addr, 16, pages, FOLL_NOWAIT);

	if (n < 0)
		return n;
	for (i = 0; i < n; i++)
		put_page(pages[i]);
	return 0;
}

/* Only to warm up: no pages are asked for. */
int fault_in(unsigned long addr)
{
	if (get_user_pages_unlocked(addr, 1, NULL, FOLL_NOWAIT) < 0)
		return -EFAULT;
	return 0;
}

int lockless(unsigned long addr, struct page **page)
{
	return get_user_pages_fast_only(addr, 1, FOLL_WRITE, page) == 1 ? 0 : -EAGAIN;
}

bool one_page(unsigned long addr, struct page **page)
{
	return get_user_page_fast_only(addr, FOLL_WRITE, page);
}
