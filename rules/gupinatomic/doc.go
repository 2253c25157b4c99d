// SPDX-License-Identifier: MIT

/*
Package gupinatomic finds calls that may sleep where nobody may.

All entries but those that never fault take mmap_lock, allocate page tables and
wait for pages. None of that may happen under a spinlock, within an RCU reader or
with interrupts or preemption disabled. FOLL_NOWAIT and FOLL_NOFAULT do not help:
they spare the waiting for pages alone. get_user_pages_fast_only() is made for
such places.

# Before

	spin_lock(&ctx->lock);
	n = get_user_pages_fast(addr, 1, FOLL_WRITE, &page);
	spin_unlock(&ctx->lock);

# After

	n = get_user_pages_fast(addr, 1, FOLL_WRITE, &page);
	spin_lock(&ctx->lock);

# Limits

Only locks that the function itself, or one of the file up to two calls away, takes
are seen, and only where they are held on every path. Where a lock is released under
another name than it was taken under, or a function that is not followed may release
one, none is taken to be held any more. Interrupt handlers and timers
are not known.
*/
package gupinatomic
