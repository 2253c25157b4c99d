/* SPDX-License-Identifier: MIT */
/* A made-up driver, for tests of patches. */
#ifndef _PINNER_PIN_H
#define _PINNER_PIN_H

#include <linux/mm.h>
#include <linux/mutex.h>

#define PIN_BASE	(FOLL_WRITE | FOLL_LONGTERM)

/* How long a caller wants its pages. */
enum pin_time {
	PIN_SHORT = 1,
	PIN_LONG = 2,
};

struct pin_area {
	struct mutex lock;
	struct mm_struct *mm;
	struct page **pages;
	unsigned long addr;
	unsigned int pin_flags;
	int nr;
};

struct pin_ops {
	int (*take)(struct pin_area *area, unsigned int gup_flags);
	void (*drop)(struct pin_area *area, int nr);
};

static inline unsigned int pin_write_flag(bool write)
{
	return write ? FOLL_WRITE : 0;
}

int pin_range(unsigned long addr, int nr, unsigned int gup_flags,
	      struct page **pages);
int pin_locked(struct pin_area *area, unsigned int gup_flags);
void pin_drop(struct page **pages, int nr);

extern const struct pin_ops pin_ring_ops;

#endif
