// SPDX-License-Identifier: MIT
// path: drivers/misc/relay/relay-pages.c
// A helper for other files.
#include <linux/mm.h>
#include "relay.h"

long relay_take(struct relay *r, unsigned long addr, unsigned int gup_flags)
{
	return pin_user_pages(addr, 1, gup_flags, r->pages); // step "pin_user_pages\\(\\) is called here"
}

/* Its callers take the lock by a function of a third file. */
long relay_peek(struct relay *r, unsigned long addr, unsigned int gup_flags)
{
	return get_user_pages(addr, 1, gup_flags, r->pages);
}

/* One of its callers is in a file that nobody has a reason to read. */
long relay_show(struct relay *r, unsigned long addr)
{
	return get_user_pages(addr, 1, 0, r->pages);
}

static ssize_t relay_read(struct file *file, char __user *buf, size_t len,
			  loff_t *pos)
{
	struct relay *r = file->private_data;

	return relay_show(r, (unsigned long)buf); // limit "needs mmap_lock"
}

static const struct file_operations relay_pages_fops = {
	.read = relay_read,
};
