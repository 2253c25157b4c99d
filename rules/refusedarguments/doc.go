// SPDX-License-Identifier: MIT

/*
Package refusedarguments finds arguments that the tree refuses for a reason that
no other rule is about.

gupvet reads the checks of the family from the tree under analysis. A check that
is new there, for a flag or a combination that no other rule names, is reported
under this name, with its text.

# Before

	n = memfd_pin_folios(memfd, 0, end, folios, 0, &offset);

# After

	n = memfd_pin_folios(memfd, 0, end, folios, ARRAY_SIZE(folios), &offset);

The line of the check, which is the last step of the finding, says what it wants.

# Limits

Only checks that depend on the arguments alone are known, and of those that compare
one argument with another, such as start > end, nothing is said.
*/
package refusedarguments
