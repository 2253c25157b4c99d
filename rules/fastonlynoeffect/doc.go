// SPDX-License-Identifier: MIT

/*
Package fastonlynoeffect finds flags that mean nothing to an entry that never
faults.

The *_fast_only entries walk the page tables without the lock and return what they
find. They accept some flags that are about faults or about permissions of the
VMA, FOLL_FORCE, FOLL_NOFAULT and FOLL_HONOR_NUMA_FAULT among them, and never look
at them.

# Before

	got = get_user_page_fast_only(addr, FOLL_WRITE | FOLL_NOFAULT, &page);

# After

	got = get_user_page_fast_only(addr, FOLL_WRITE, &page);

# Limits

What these entries return for a page that may yet be copied on write is another
matter, which the code cannot tell. What a variable of the file holds, which any
function may change, is not known.
*/
package fastonlynoeffect
