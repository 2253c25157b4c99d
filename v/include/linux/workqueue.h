/* SPDX-License-Identifier: MIT */
/* Work that is done by somebody else, later. */
#ifndef _LINUX_WORKQUEUE_H
#define _LINUX_WORKQUEUE_H

#include <linux/kernel.h>

struct work_struct {
	void (*func)(struct work_struct *work);
};

bool schedule_work(struct work_struct *work);
#define INIT_WORK(w, f)		((w)->func = (f))

#endif
