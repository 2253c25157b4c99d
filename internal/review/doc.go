// SPDX-License-Identifier: MIT

// Package review judges a series of patches: what each of them makes worse, and
// what better.
//
// The patches are applied in memory, one after the other, and the tree is
// analysed before the first and after each. [driver.Loaded.With] takes over what a
// patch does not reach, so that of a kernel, once read, a few functions are
// followed again for each patch.
//
// # Matching
//
// The findings of the trees before and after a patch are matched as multisets. A
// finding that only the tree after has is new. Fingerprints alone would make new
// ones of those in a function that is renamed or moved, so that what is left over
// is matched by less and less: without the place in the file, without the
// function, without the file. See match.go.
//
// # Causes
//
// Of a new finding the cause is looked for near it first: a changed line that it
// points to, a change in the function, a change in a function on its path; then in
// what these functions name: a macro, a header's inline function, a callee. See
// cause.go.
//
// # Cost
//
// One plain run for the tree before, and for each patch the functions that it
// reaches and the rules; nothing but the applying for a patch that touches no C, or
// nothing that was looked at. With what a cache has of the tree the first run is left
// out: a patch then costs a sixth of a plain run where nothing depends on it, and
// somewhat more than half where calls have to be followed.
package review
