/* SPDX-License-Identifier: MIT */
// path: drivers/misc/pull/core.h
#ifndef PULL_CORE_H
#define PULL_CORE_H

#include <linux/mm.h>
#include <linux/errno.h>

struct pull_dev;

struct pull_ops {
	int (*fetch)(struct pull_dev *dev, unsigned long addr,
		     unsigned int flags);
	int (*reset)(struct pull_dev *dev);
};

struct pull_dev {
	const struct pull_ops *ops;
	struct page *page;
	bool patient;
};

long pull_one(unsigned long addr, unsigned int flags, struct page **page);
int pull_fetch(struct pull_dev *dev, unsigned long addr, bool patient);

#endif
