/* SPDX-License-Identifier: MIT */
/* A frame grabber. */
#ifndef _VCAP_H
#define _VCAP_H

#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

#define VCAP_BUF_WRITE		(1U << 0)	/* the device writes */
#define VCAP_BUF_ABORTABLE	(1U << 1)	/* a signal may end the set-up */

struct vcap_buffer {
	unsigned int flags;
	unsigned int gup_flags;
	unsigned long start;
	int npages;
	int pinned;
	struct page **pages;
	struct list_head list;
};

struct vcap_device {
	struct device *dev;
	struct mutex lock;
	spinlock_t irq_lock;
	struct list_head queue;
};

void vcap_buffer_init(struct vcap_buffer *buf, unsigned long start, int npages,
		      unsigned int flags);
int vcap_buffer_pin(struct vcap_buffer *buf);
void vcap_buffer_unpin(struct vcap_buffer *buf);

#endif
