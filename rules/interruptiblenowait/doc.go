// SPDX-License-Identifier: MIT

/*
Package interruptiblenowait finds FOLL_INTERRUPTIBLE together with FOLL_NOWAIT.

A call with FOLL_NOWAIT does not wait: it returns what it has, with mmap_lock
still held. There is nothing that a signal could end early, so FOLL_INTERRUPTIBLE
does nothing in it.

# Before

	flags |= FOLL_NOWAIT | FOLL_INTERRUPTIBLE;

# After

	if (async)
		flags |= FOLL_NOWAIT;
	else
		flags |= FOLL_INTERRUPTIBLE;

# Limits

Two flags that are set under two conditions of their own may never meet: such a pair
is reported with --strict only. KVM in 6.12 sets them so, and no caller asks for
both. What a variable of the file holds, which any function may change, is not known.
*/
package interruptiblenowait
