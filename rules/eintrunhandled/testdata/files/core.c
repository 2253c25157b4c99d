// SPDX-License-Identifier: MIT
// path: drivers/misc/pull/core.c
// The middle: asks for the flag, and hands on what comes of it.
#include "core.h"

long pull_one(unsigned long addr, unsigned int flags, struct page **page)
{
	return get_user_pages_unlocked(addr, 1, page, flags | FOLL_WRITE); // step "get_user_pages_unlocked\\(\\) is called here"
}

int pull_fetch(struct pull_dev *dev, unsigned long addr, bool patient)
{
	unsigned int flags = 0;

	if (!patient)
		flags |= FOLL_INTERRUPTIBLE; // step "FOLL_INTERRUPTIBLE is set here"
	return dev->ops->fetch(dev, addr, flags); // step "through dev->ops->fetch"
}
