// SPDX-License-Identifier: MIT
// path: drivers/misc/pull/lossy.c
// Another one, which loses it.
#include "core.h"

static int lossy_fetch(struct pull_dev *dev, unsigned long addr,
		       unsigned int flags)
{
	if (pull_one(addr, flags, &dev->page) != 1)
		return -EFAULT; // want "-EINTR of get_user_pages_unlocked\\(\\), which a signal may end, becomes -EFAULT here"
	return 0;
}

const struct pull_ops lossy_ops = {
	.fetch = lossy_fetch,
};
