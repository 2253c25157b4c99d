// SPDX-License-Identifier: MIT
/* Buffers that stay pinned. */
#include <linux/mm.h>
#include <linux/slab.h>
#include "pin.h"

static unsigned int buf_flags(struct pin_area *area)
{
	unsigned int flags = FOLL_LONGTERM;

	if (area->nr > 1)
		flags |= FOLL_WRITE;
	return flags;
}

int buf_register(struct pin_area *area)
{
	int ret;

	mutex_lock(&area->lock);
	ret = pin_range(area->addr, area->nr, buf_flags(area), area->pages);
	mutex_unlock(&area->lock);
	return ret;
}

int buf_register_other(struct pin_area *area)
{
	return pin_locked(area, PIN_BASE);
}

/* Pages that are looked at for a moment and given back. */
int buf_peek(unsigned long addr, bool write)
{
	struct page *page;
	int got;

	got = get_user_pages_fast(addr, 1, pin_write_flag(write), &page);
	if (got != 1)
		return got < 0 ? got : -EFAULT;
	put_page(page);
	return 0;
}

void buf_forget(struct pin_area *area)
{
	pin_drop(area->pages, area->nr);
}
