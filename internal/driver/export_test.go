// SPDX-License-Identifier: MIT

package driver

// IsKnown tells whether it is known what rules find in a tree that has not been
// judged.
func (l *Loaded) IsKnown() bool { return l.known != nil }

// IsKnownInPart tells whether that is known of a part of it.
func (l *Loaded) IsKnownInPart() bool { return l.basis != nil }

// Followed lists the files that were followed, where that is known.
func (l *Loaded) Followed() (paths []string) {
	for _, g := range l.known.Groups {
		paths = append(paths, g.Paths...)
	}
	return paths
}
