// SPDX-License-Identifier: MIT

/*
Package eintrunhandled finds -EINTR that does not reach user space.

A call with FOLL_INTERRUPTIBLE may come back early with -EINTR, and whoever asks
for that is responsible for the rest: the signal is still pending, so the task has
to go back to user space, where it is delivered, and the system call is restarted
or ends. Turned into -EFAULT, the number kills a program that did nothing wrong.
Taken for success, it makes the code work on a page that is not there. A loop that
makes the call again never ends, since the signal stays pending.

gupvet follows the result up through the callers until it is handed on to the end,
compared with, turned into a value of its own (KVM_PFN_ERR_SIGPENDING shows how),
or lost. Without an effective FOLL_INTERRUPTIBLE only a kill interrupts the call,
and folding -EINTR is harmless; a loop is not.

# Before

	n = get_user_pages_unlocked(addr, 1, &page, FOLL_INTERRUPTIBLE);
	if (n != 1)
		return -EFAULT;

# After

	n = get_user_pages_unlocked(addr, 1, &page, FOLL_INTERRUPTIBLE);
	if (n < 0)
		return n;

# Limits

A number that is stored in a structure or given to a function that cannot be
followed is not lost as far as gupvet can tell. Code that compares with -EINTR is
taken to know what it does, and so is a loop that has another way out.
*/
package eintrunhandled
