// SPDX-License-Identifier: MIT
// path: drivers/misc/relay/relay-debug.c
#include <linux/mmap_lock.h>
#include "relay.h"

void relay_debug(struct relay *r)
{
	relay_enter(r);
	relay_show(r, 0);
	relay_leave(r);
}
