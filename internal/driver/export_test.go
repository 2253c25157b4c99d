// SPDX-License-Identifier: MIT

package driver

// IsKnown tells whether it is known what rules find in a tree that has not been
// judged.
func (l *Loaded) IsKnown() bool { return l.known != nil }
