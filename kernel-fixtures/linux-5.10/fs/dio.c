// SPDX-License-Identifier: MIT
// Reads straight into user memory.
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/mm.h>

#define DIO_PAGES	64

struct dio {
	unsigned long curr;
	int total;
	bool to_user;
	struct page *pages[DIO_PAGES];
	int head, tail;
};

/* As many as there is room for; what is short is asked for again. */
static int dio_refill(struct dio *dio)
{
	int nr = min(dio->total, DIO_PAGES);
	int ret;

	ret = get_user_pages_fast(dio->curr, nr, dio->to_user ? FOLL_WRITE : 0,
				  dio->pages);
	if (ret < 0)
		return ret;
	dio->curr += ret * PAGE_SIZE;
	dio->total -= ret;
	dio->head = 0;
	dio->tail = ret;
	return 0;
}

struct page *dio_get_page(struct dio *dio)
{
	if (dio->head == dio->tail) {
		int ret = dio_refill(dio);

		if (ret)
			return ERR_PTR(ret);
	}
	return dio->pages[dio->head++];
}

void dio_cleanup(struct dio *dio)
{
	while (dio->head < dio->tail)
		put_page(dio->pages[dio->head++]);
}
