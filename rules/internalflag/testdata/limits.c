// SPDX-License-Identifier: MIT
// path: drivers/misc/keep/keep.c
// What the rule cannot see.
#include <linux/mm.h>
#include <linux/uaccess.h>

struct keep_args {
	unsigned long addr;
	unsigned int gup_flags;
};

/* User space may ask for anything. */
int from_user(struct keep_args __user *arg, struct page **page)
{
	struct keep_args args;

	if (copy_from_user(&args, arg, sizeof(args)))
		return -EFAULT;
	return get_user_pages_fast(args.addr, 1, args.gup_flags, page); // limit "is internal"
}
