// SPDX-License-Identifier: MIT

/*
Package ehwpoisoncompare finds comparisons with -EHWPOISON that never hold.

FOLL_HWPOISON does not look for poisoned pages. It makes a fault that meets one
report -EHWPOISON where -EFAULT would come otherwise (vm_fault_to_errno() in
include/linux/mm.h). Without the flag, from a fast entry, which refuses it, or from
fixup_user_fault(), which never asks for it, the number does not come.

# Before

	ret = get_user_pages_unlocked(addr, 1, &page, FOLL_WRITE);
	if (ret == -EHWPOISON)
		send_sig_mceerr(...);

# After

	ret = get_user_pages_unlocked(addr, 1, &page, FOLL_WRITE | FOLL_HWPOISON);

# Limits

Flags that come from a caller gupvet does not see are not judged.
*/
package ehwpoisoncompare
