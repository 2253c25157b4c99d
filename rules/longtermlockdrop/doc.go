// SPDX-License-Identifier: MIT

/*
Package longtermlockdrop finds FOLL_LONGTERM where mmap_lock may be dropped, in
kernels that cannot have both.

Older kernels looked at the VMAs after the pages had been pinned, to refuse DAX
files. For that the lock had to be held throughout, so FOLL_LONGTERM was refused
with a locked pointer and by the entries that take the lock themselves and may
drop it. Kernels from 6.12 on allow it. gupvet reports it where the tree's own
checks refuse it.

# Before

	n = pin_user_pages_remote(mm, addr, nr, FOLL_LONGTERM, pages, NULL, &locked);

# After

	n = pin_user_pages_remote(mm, addr, nr, FOLL_LONGTERM, pages, NULL, NULL);

# Limits

pin_user_pages_fast() takes FOLL_LONGTERM in every version. What a variable of the
file holds, which any function may change, is not known.
*/
package longtermlockdrop
