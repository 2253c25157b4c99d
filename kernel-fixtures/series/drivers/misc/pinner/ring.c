// SPDX-License-Identifier: MIT
/* Rings, which reach their pages through operations. */
#include <linux/mm.h>
#include <linux/slab.h>
#include "pin.h"

struct ring {
	const struct pin_ops *ops;
	struct pin_area area;
};

static int ring_take(struct pin_area *area, unsigned int gup_flags)
{
	return pin_range(area->addr, area->nr, gup_flags, area->pages);
}

static void ring_drop(struct pin_area *area, int nr)
{
	pin_drop(area->pages, nr);
}

const struct pin_ops pin_ring_ops = {
	.take = ring_take,
	.drop = ring_drop,
};

int ring_start(struct ring *ring)
{
	ring->area.pin_flags = FOLL_WRITE;
	return ring->ops->take(&ring->area, PIN_BASE);
}

int ring_refill(struct ring *ring)
{
	return pin_range(ring->area.addr, ring->area.nr, ring->area.pin_flags,
			 ring->area.pages);
}

void ring_stop(struct ring *ring)
{
	ring->ops->drop(&ring->area, ring->area.nr);
}
