// SPDX-License-Identifier: MIT

/*
Package internalflag finds flags that callers must not pass.

Some FOLL_ flags are how the family talks to itself: FOLL_PIN tells the core that
a pin was asked for, FOLL_REMOTE that the mm is another task's, FOLL_UNLOCKABLE
that mmap_lock may be dropped. The entries set them. Passed by a caller they would
change what the entry is: pages that were pinned although put_page() will be
called on them, a lock dropped although nobody looks at locked.

Newer kernels gather these flags in a mask (INTERNAL_GUP_FLAGS in mm/internal.h),
test it in is_valid_gup_args() and refuse the call with a WARN. gupvet takes the
flags from the tree's own checks.

# Before

	n = get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_PIN, &page);

# After

	n = pin_user_pages_fast(addr, 1, FOLL_WRITE, &page);

# Limits

Kernels before the mask refuse FOLL_PIN at most, and the other flags are not
called internal there. A flag that is only known at run time is not reported.
*/
package internalflag
