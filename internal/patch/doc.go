// SPDX-License-Identifier: MIT

// Package patch reads patches, as mail, as plain diffs or out of a git
// repository, and applies them to texts in memory.
//
// # Reading
//
// [Read] takes what "git am" and "git apply" take. An input with a "From "
// line is an mbox and is cut into messages; one that begins with headers is a
// single mail; anything else is a diff, perhaps with prose before it. A mail is
// flattened into its text parts, each decoded, and every part is cut into
// message and diff where git cuts it. What mail is made of is read by net/mail,
// mime and golang.org/x/text. The texts of a diff stay bytes: they have to equal
// those of the file, so that no charset is converted in them.
//
// Hunks are read by go-gitdiff, one at a time. Its parser of whole diffs is not
// used, for four reasons: it stops at the first error, where gupvet judges what
// is left; it tells no line numbers; it always takes one directory off the names
// after "diff --git", and never one after a bare "---", so that diffs made with
// --no-prefix get wrong names and those of "diff -ru" keep their prefix; and it
// passes combined diffs over in silence. So the headers of files are read here.
//
// # Applying
//
// [Apply] does what "git apply --reject" does: a hunk is tried at the line it
// names, then one line further down and up in turn, and so on; every line of
// its context must be equal; a hunk without context at its end (or that begins
// at line 1) must match the end (or the beginning) of the file; and what an
// earlier hunk has written is not matched again. A hunk that fits nowhere is a
// [Conflict], the rest is applied. It differs from git where that is known to be
// better for a checker:
//
//   - A hunk all of whose lines end in LF is tried with CRLF when it does not fit
//     otherwise, and the reverse; a note says so.
//   - git takes an unterminated last context line for equal to any line that
//     begins with it, and joins the next line of the file to it. Here it is not
//     equal.
//   - git puts lines to be inserted without any context (-U0) at the end of the
//     file, whatever line is named. Here such a hunk is refused, unless it names
//     the end.
//   - A file deleted without its contents ("git diff -D") is deleted, with a note.
//
// Nothing is written to disk, and nothing is read but through the function that
// the caller hands in.
//
// # Cost
//
// Reading is linear in the input. Applying a hunk looks at each line of the file
// at most once in all but made-up cases; a conflict costs lines of the file times
// lines of the hunk, up to a limit. See [Git] for what is run to read a
// repository.
//
// # Limits
//
// The contents of binary patches are not applied, and changes of symbolic links
// and submodules neither; each is noted. Combined diffs, which merges have, are
// refused. Mail encrypted, or signed inline with dashes escaped, is not undone.
package patch
