// SPDX-License-Identifier: MIT

/*
Package wrongflagkind finds flags of another kind than an entry takes.

FOLL_ flags and FAULT_FLAG_ flags are different numbers for different functions:
FAULT_FLAG_WRITE is FOLL_WRITE by chance, FAULT_FLAG_REMOTE is not FOLL_REMOTE.
The values of FOLL_ flags moved between versions as well, so a plain number means
something else in another kernel; only 0 and 1 (FOLL_WRITE) are the same
everywhere.

# Before

	n = get_user_pages(addr, 1, FAULT_FLAG_WRITE | FAULT_FLAG_KILLABLE, &page);

# After

	n = get_user_pages(addr, 1, FOLL_WRITE, &page);

# Limits

A boolean given for flags is FOLL_WRITE or nothing, and works. Numbers that come
from user space are not known, and flags that are read from a structure are not
traced back to their names.
*/
package wrongflagkind
