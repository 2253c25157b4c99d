// SPDX-License-Identifier: MIT

/*
Package suppression finds comments meant to hide a finding that do not do so.

A finding that is right in general and wrong at one place is hidden by a comment
that names the rule and says why, in either form that C has:

	// gupvet:ignore RULE reason

on a line of the call, on the line above the statement, or above the function for
all of it. A comment that hides nothing misleads its reader: the code was mended
and the comment left behind, the rule has another name, or the reason is missing.

# Before

	// gupvet:ignore null-pages
	n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);

# After

	n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);

# Limits

Only files with a call of the family or of a wrapper are looked at. A comment for
a rule that was not run is neither useless nor of use.
*/
package suppression
