// SPDX-License-Identifier: MIT
// path: drivers/misc/pull/user.c
// Who is handed the number in the end.
#include "core.h"

int user_tells(struct pull_dev *dev, unsigned long addr)
{
	int err = pull_fetch(dev, addr, false);

	if (err == -EINTR)
		return -ERESTARTSYS;
	return err ? -EFAULT : 0;
}

int user_loses(struct pull_dev *dev, unsigned long addr)
{
	if (pull_fetch(dev, addr, dev->patient))
		return -EIO; // want "becomes -EIO here"
	return 0;
}

void user_drops(struct pull_dev *dev, unsigned long addr)
{
	int err = pull_fetch(dev, addr, dev->patient); // want "is dropped"

	if (!err)
		dev->patient = true;
}
