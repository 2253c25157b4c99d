// SPDX-License-Identifier: MIT

package gup

import "slices"

// A Misuse is a kind of refused argument, by the name of the rule about it.
type Misuse string

// The kinds of refused arguments. Refused stands for a check that is none of the
// others: one that a newer kernel has.
const (
	InternalFlag       Misuse = "internal-flag"
	GetPinConflict     Misuse = "get-pin-conflict"
	LongtermWithoutPin Misuse = "longterm-without-pin"
	LongtermP2PDMA     Misuse = "longterm-p2pdma"
	LongtermLockDrop   Misuse = "longterm-lock-drop"
	FastForbiddenFlag  Misuse = "fast-forbidden-flag"
	PagesNull          Misuse = "null-pages"
	NowaitLockDrop     Misuse = "nowait-lock-drop"
	LockedNotSet       Misuse = "locked-not-set"
	PageCountRange     Misuse = "page-count-range"
	Refused            Misuse = "refused-arguments"
)

// A Cause is why a check refuses a call: the smallest set of flags with which it
// does, and what else has to be as it is.
type Cause struct {
	Flags     []string
	NullPages bool // pages is NULL, and would not be refused otherwise
	Locked    bool // *locked is not what it has to be
	Count     bool // the number of pages
}

// Classify gives the kind of misuse that a check of an entry refuses.
func (c *Contract) Classify(e *Entry, k *Check, why Cause) Misuse {
	has := func(flag string) bool { return slices.Contains(why.Flags, flag) }
	only := func(flag string) bool { return len(why.Flags) == 1 && has(flag) }
	internal := func(flag string) bool { f, _ := c.Flag(flag); return f.Internal }
	switch {
	case why.Locked:
		return LockedNotSet
	case why.NullPages:
		return PagesNull
	case why.Count:
		return PageCountRange
	case len(why.Flags) == 2 && has(FollLongterm) && has(FollP2PDMA):
		return LongtermP2PDMA
	case only(FollGet) && e.Kind == Pin, len(why.Flags) == 2 && has(FollGet) && has(FollPin):
		return GetPinConflict
	case k.Mask:
		return FastForbiddenFlag
	case len(why.Flags) == 1 && internal(why.Flags[0]):
		return InternalFlag
	case only(FollLongterm) && e.Kind == Get:
		return LongtermWithoutPin
	case only(FollLongterm):
		return LongtermLockDrop
	case only(FollNowait):
		return NowaitLockDrop
	}
	return Refused
}
