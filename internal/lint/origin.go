// SPDX-License-Identifier: MIT

package lint

import "fmt"

// A State tells whether a finding was there before a series of patches, and is
// there after it.
type State uint8

// The states.
const (
	New      State = iota // it is there after the series alone
	Old                   // before and after
	Fixed                 // before it alone
	Repaired              // between two patches of the series alone
)

var stateNames = [...]string{"new", "old", "fixed", "repaired"}

func (s State) String() string { return stateNames[s] }

// MarshalText writes the state's name.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// An Origin tells what patches have to do with a finding.
type Origin struct {
	State State
	By    *Patch // that brings it in; nil if it is old or fixed
	Cause Cause  // what in it does
	Fix   *Patch // that mends it; nil if it is new or old
}

// A Patch is one of a series, by name.
type Patch struct {
	Subject       string `json:"subject"` // "" for a plain diff
	Number, Total int    `json:"-"`       // from 1; 0 when there is but one
	Commit        string `json:"commit,omitempty"`
	Source        string `json:"source"` // the name of the input
}

func (p *Patch) String() string {
	name := "the patch"
	if p.Total > 1 {
		name = fmt.Sprintf("patch %d/%d", p.Number, p.Total)
	}
	if p.Subject != "" {
		name += fmt.Sprintf(" %q", p.Subject)
	}
	return name
}

// A Cause is the change that brings a finding in.
type Cause struct {
	At     Range  // in the tree after the patch
	Text   string // which change it is, as "hunk 2 of a.c (@@ -1 +1 @@)"
	Source string // the input that has it
	Line   int    // the line of it, from 1; 0 if that is not known
}
