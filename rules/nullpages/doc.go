// SPDX-License-Identifier: MIT

/*
Package nullpages finds a NULL array where pages are to be referenced.

An entry that pins, or is fast, or is given FOLL_GET, takes references and has to
hand the pages over, or nobody could give them back. Newer kernels refuse
pages == NULL with a WARN; in others the fast walk writes to the array without
asking. Both are read from the tree. A slow get_ entry without FOLL_GET takes NULL:
it then only faults the pages in.

# Before

	n = pin_user_pages_fast(addr, nr, FOLL_WRITE, NULL);

# After

	n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);

# Limits

An allocation that may have failed is not taken for NULL. NULL that a function is
given for its array, and hands on, is not seen.
*/
package nullpages
