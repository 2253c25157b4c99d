// SPDX-License-Identifier: MIT
// path: drivers/misc/relay/relay-mm.c
#include <linux/mmap_lock.h>
#include "relay.h"

void relay_enter(struct relay *r)
{
	mutex_lock(&r->mutex);
	mmap_read_lock(current->mm);
}

void relay_leave(struct relay *r)
{
	mmap_read_unlock(current->mm);
	mutex_unlock(&r->mutex);
}
