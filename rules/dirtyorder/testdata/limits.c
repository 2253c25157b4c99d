// SPDX-License-Identifier: MIT
// tree: linux-6.12
// path: drivers/misc/mailbox/limits.c

#include <linux/mm.h>
#include <linux/pagemap.h>

struct box {
	struct page *page;
};

void box_lock(struct box *box);

/* The function that marks is not the one that takes. */
static int box_open(struct box *box, unsigned long addr)
{
	return get_user_pages_fast(addr, 1, FOLL_WRITE, &box->page) == 1 ? 0 : -EFAULT;
}

static void box_close(struct box *box)
{
	set_page_dirty(box->page);	// limit "another function took the page"
	put_page(box->page);
}
