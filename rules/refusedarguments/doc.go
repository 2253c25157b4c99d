// SPDX-License-Identifier: MIT

/*
Package refusedarguments finds arguments that the tree refuses for a reason that
no other rule is about.

gupvet reads the checks of the family from the tree under analysis. A check that
is new there, for a flag or a combination that no other rule names, is reported
under this name, with its text.

# Before

	n = get_user_page_vma_remote(mm, addr, FOLL_SOMETHING_NEW, &vma);

# After

The line of the check says what it wants.

# Limits

Only checks that depend on the arguments alone are known.
*/
package refusedarguments
