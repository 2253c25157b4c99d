// SPDX-License-Identifier: MIT

/*
Package hwpoisonunused finds FOLL_HWPOISON whose answer nobody reads.

FOLL_HWPOISON does one thing: a fault that meets a poisoned page returns
-EHWPOISON instead of -EFAULT. Where the result is folded into one number for all
errors, the flag has done nothing.

# Before

	ret = get_user_pages_unlocked(addr, 1, &page, FOLL_HWPOISON);
	if (ret != 1)
		return -EFAULT;

# After

	ret = get_user_pages_unlocked(addr, 1, &page, 0);
	if (ret != 1)
		return -EFAULT;

# Limits

A result that is handed on to callers gupvet does not follow counts as read.
*/
package hwpoisonunused
