// SPDX-License-Identifier: MIT
// path: drivers/misc/pull/slow.c
// One device, which hands the number on.
#include "core.h"

static int slow_fetch(struct pull_dev *dev, unsigned long addr,
		      unsigned int flags)
{
	long n = pull_one(addr, flags, &dev->page); // step "through pull_one"

	return n < 0 ? n : 0;
}

const struct pull_ops slow_ops = {
	.fetch = slow_fetch,
};
