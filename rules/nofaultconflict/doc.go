// SPDX-License-Identifier: MIT

/*
Package nofaultconflict finds flags that FOLL_NOFAULT makes useless.

With FOLL_NOFAULT a page that is not there is an error at once: faultin_page()
returns -EFAULT before it looks at any other flag. So there is no fault that
FOLL_NOWAIT could keep from waiting, FOLL_INTERRUPTIBLE could end, or that could
report poison for FOLL_HWPOISON.

# Before

	n = pin_user_pages_remote(mm, addr, 1, FOLL_NOFAULT | FOLL_NOWAIT, &page, NULL);

# After

	n = pin_user_pages_remote(mm, addr, 1, FOLL_NOFAULT, &page, NULL);

# Limits

Flags that are set under two conditions of their own are reported with --strict only.
What a variable of the file holds, which any function may change, is not known.
*/
package nofaultconflict
