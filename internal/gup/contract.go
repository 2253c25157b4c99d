// SPDX-License-Identifier: MIT

// Package gup describes the contract of the get_user_pages family: which
// entries there are, what their parameters are for, which FOLL_ flags they
// take, set, ignore and refuse, who holds mmap_lock, and what comes back.
//
// A [Contract] is a table of facts, each with the line that proves it. It is
// read from the mm/gup.c of the tree under analysis by package contract, which
// knows no kernel version; [BuiltIn] serves where there is no such file. The
// names of flags and errors live here and in the rules alone.
package gup

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"
)

// A Place is a line of the tree.
type Place struct {
	File string `json:"file"`
	Line int    `json:"line"` // from 1
}

// String gives the place as file:line, "" for none.
func (p Place) String() string {
	if p.File == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// A Contract is all that is known of the family in one tree.
type Contract struct {
	Kernel     string     `json:"kernel"` // version from the Makefile, "" if unknown
	BuiltIn    bool       `json:"built_in,omitempty"`
	File       string     `json:"file"` // the file that defines the family
	Flags      []Flag     `json:"flags"`
	FaultFlags []Flag     `json:"fault_flags,omitempty"`
	Internal   *FlagMask  `json:"internal_mask"` // nil where the tree has none
	Entries    []*Entry   `json:"entries"`
	Releases   []*Release `json:"releases"`
	// Unshares tells that private pages are copied before they are pinned for
	// long, whether or not they are to be written to.
	Unshares bool `json:"unshares,omitempty"`
	// Unknown lists what could not be established, for people.
	Unknown []string `json:"unknown,omitempty"`

	byName    map[string]*Entry
	flagByNo  map[uint8]string
	constants map[string]int64
}

// A Flag is a FOLL_ or FAULT_FLAG_ constant.
type Flag struct {
	Name     string `json:"name"`
	Value    uint64 `json:"value"`
	Internal bool   `json:"internal,omitempty"` // not for callers
	Why      string `json:"internal_basis,omitempty"`
	At       Place  `json:"defined_at"`
}

// A FlagMask is a named set of flags.
type FlagMask struct {
	Name    string   `json:"name"`
	Members []string `json:"members"`
	At      Place    `json:"defined_at"`
}

// Kind tells what an entry takes on the pages.
type Kind string

// The kinds of entries.
const (
	Get   Kind = "get"   // a reference: put_page()
	Pin   Kind = "pin"   // a pin: unpin_user_page()
	Fault Kind = "fault" // nothing: it only faults pages in
)

// Roles are the indices of an entry's parameters by what they are for; -1 where
// there is none.
type Roles struct {
	MM       int `json:"mm"`
	Start    int `json:"start"`
	Nr       int `json:"nr"`
	Flags    int `json:"flags"`
	Pages    int `json:"pages"`
	Locked   int `json:"locked"`
	Unlocked int `json:"unlocked"` // of fixup_user_fault
	VMAs     int `json:"vmas"`
	VMA      int `json:"vma"` // a vma given in place of an mm
}

// NoRoles has no parameter.
var NoRoles = Roles{-1, -1, -1, -1, -1, -1, -1, -1, -1}

// FlagKind tells which flags a parameter takes.
type FlagKind string

// The kinds of flags.
const (
	NoFlags    FlagKind = ""
	FollFlags  FlagKind = "FOLL_*"
	FaultFlags FlagKind = "FAULT_FLAG_*"
)

// An Entry is a function of the family that others call.
type Entry struct {
	Name     string   `json:"name"`
	Kind     Kind     `json:"kind"`
	At       Place    `json:"defined_at"`
	Declared Place    `json:"declared_at"`
	Inline   bool     `json:"static_inline_or_macro"`
	Exported Place    `json:"exported"` // the EXPORT_SYMBOL, if any
	Params   []string `json:"params"`
	Types    []string `json:"types"`
	Roles    Roles    `json:"index"`
	Returns  string   `json:"return_type"`
	FlagKind FlagKind `json:"flags_kind"`

	Sets     []FlagFact `json:"sets_internally"`
	SetsWhen []FlagFact `json:"sets_conditionally"`
	Checks   []Check    `json:"checks"`
	// Allowed is the set of flags that a check lets pass, where it names
	// those and refuses all others; nil where there is no such check.
	Allowed   []string  `json:"allows_only"`
	NullPages NullPages `json:"null_pages"`
	// Uses tells for a flag when the code looks at it. A flag without a use
	// has no effect through this entry.
	Uses []Use `json:"uses"`

	Lock    Lock    `json:"lock"`
	Results Results `json:"results"`
}

// A FlagFact is a flag with a condition and the line that sets it.
type FlagFact struct {
	Flag string `json:"flag"`
	When string `json:"when,omitempty"`
	At   Place  `json:"at"`
}

// NullPages tells whether the array of pages may be NULL.
type NullPages struct {
	Allowed bool `json:"allowed"`
	// At is the line that stores a page without asking, if NULL is not
	// refused before.
	At Place `json:"at"`
}

// Effect is what the kernel does about arguments that it refuses.
type Effect string

// The effects of a check.
const (
	Warns   Effect = "WARN"    // WARN_ON_ONCE and an error
	Stops   Effect = "BUG"     // BUG_ON
	Debug   Effect = "VM_WARN" // only with CONFIG_DEBUG_VM
	Refuses Effect = "error"   // an error without a word
)

// A Check is a combination of arguments that an entry refuses.
type Check struct {
	At      Place  `json:"at"`
	Macro   string `json:"macro,omitempty"` // WARN_ON_ONCE and its kin
	Text    string `json:"text"`            // the condition as the source has it
	Effect  Effect `json:"effect"`
	Returns string `json:"returns"` // "-EINVAL", "0", ...; "" if unknown
	// Mask tells that the check refuses all flags that it does not name.
	Mask bool `json:"mask,omitempty"`
	// Guard is when the check refuses a call, after all checks before it.
	// Alone is the check by itself.
	Guard Guard `json:"guard"`
	Alone Guard `json:"alone"`
}

// A Use tells when a flag is looked at.
type Use struct {
	Flag string `json:"flag"`
	When Guard  `json:"when"`
	At   Place  `json:"at"` // the first place
}

// LockState is what an entry expects of mmap_lock.
type LockState string

// What an entry expects.
const (
	CallerHolds LockState = "caller-must-hold"
	TakesItself LockState = "taken-internally" // it must not be held
	NotTaken    LockState = "not-taken"
)

// Lock tells what an entry does with mmap_lock.
type Lock struct {
	State LockState `json:"state"`
	At    Place     `json:"at"` // the line that proves State
	// Takes is when the entry takes the lock itself: always, but for one whose
	// *locked tells whether the caller holds it.
	Takes Guard `json:"takes,omitzero"`
	// Drops is when the lock may be released while the entry runs.
	Drops   Guard `json:"drops"`
	DropsAt Place `json:"drops_at"`
	// Retaken tells that a dropped lock is held again on return.
	Retaken bool `json:"retaken,omitempty"`
}

// Results tells what an entry can return.
type Results struct {
	Errnos []string `json:"errnos"` // constants that reach the result
	// Zero is when it can return 0 although pages were asked for, the
	// refusal of arguments aside; Invalid is what a refusal returns.
	Zero    Guard  `json:"zero"`
	Invalid string `json:"invalid,omitempty"`
	// Interrupted is when a signal that is not fatal ends the call.
	Interrupted Guard `json:"interrupted"`
	// Killed is what a kill while waiting for mmap_lock returns: "-EAGAIN".
	Killed  string `json:"killed,omitempty"`
	Short   bool   `json:"short"` // fewer pages than asked for
	Pointer bool   `json:"pointer,omitempty"`
	Null    bool   `json:"null,omitempty"` // a pointer that may be NULL
}

// A Release gives back what an entry took.
type Release struct {
	Name   string   `json:"name"`
	At     Place    `json:"defined_at"`
	Kind   Kind     `json:"kind"`
	Params []string `json:"params"`
	Pages  int      `json:"pages"` // index of the page, folio or array
	Nr     int      `json:"nr"`    // index of the number, -1 for one
	Dirty  int      `json:"dirty"` // index of a flag that makes them dirty, -1 for none
	Array  bool     `json:"array"`
	// Checked tells that an error number given for Nr is noticed.
	Checked bool `json:"checked"`
}

// index builds the maps; it must run before a contract is used.
func (c *Contract) index() {
	c.byName = make(map[string]*Entry, len(c.Entries))
	for _, e := range c.Entries {
		c.byName[e.Name] = e
	}
	c.constants = Errnos()
	for _, f := range slices.Concat(c.Flags, c.FaultFlags) {
		c.constants[f.Name] = int64(f.Value)
	}
	c.flagByNo = map[uint8]string{}
	for _, f := range c.Flags {
		for k := uint8(0); k < 64; k++ {
			if f.Value == 1<<k && c.flagByNo[k] == "" {
				c.flagByNo[k] = f.Name
			}
		}
	}
}

// Constants gives the numbers that a contract knows by name: its flags, and error
// numbers. It must not be changed.
func (c *Contract) Constants() map[string]int64 { return c.constants }

// Index makes the contract ready for use and returns it.
func (c *Contract) Index() *Contract {
	c.index()
	for _, e := range c.Entries {
		for _, g := range e.guards() {
			g.Text = g.Spell(e.Params, c)
		}
	}
	return c
}

// guards lists all conditions of an entry.
func (e *Entry) guards() []*Guard {
	list := []*Guard{&e.Lock.Drops, &e.Results.Zero, &e.Results.Interrupted}
	if !e.Lock.Takes.Never() {
		list = append(list, &e.Lock.Takes)
	}
	for i := range e.Checks {
		list = append(list, &e.Checks[i].Guard, &e.Checks[i].Alone)
	}
	for i := range e.Uses {
		list = append(list, &e.Uses[i].When)
	}
	return list
}

// Entry finds an entry by name; nil if there is none.
func (c *Contract) Entry(name string) *Entry { return c.byName[name] }

// Flag finds a flag by name.
func (c *Contract) Flag(name string) (Flag, bool) {
	for _, f := range c.Flags {
		if f.Name == name {
			return f, true
		}
	}
	return Flag{}, false
}

// Mask gives the value of a flag, 0 where the tree has none of that name.
func (c *Contract) Mask(name string) uint64 {
	f, _ := c.Flag(name)
	return f.Value
}

// Bit gives the number of a flag's bit, and whether the tree has the flag.
func (c *Contract) Bit(name string) (uint8, bool) {
	v := c.Mask(name)
	for k := uint8(0); k < 64; k++ {
		if v == 1<<k {
			return k, true
		}
	}
	return 0, false
}

// Names spells a set of flags in the order of their values; bits that are no
// flag are given as a number.
func (c *Contract) Names(mask uint64) []string {
	var names []string
	for k := uint8(0); k < 64; k++ {
		if mask>>k&1 == 0 {
			continue
		}
		if n := c.flagByNo[k]; n != "" {
			names = append(names, n)
		} else {
			names = append(names, fmt.Sprintf("%#x", uint64(1)<<k))
		}
	}
	return names
}

// FaultBit gives the number of a FAULT_FLAG_ constant.
func (c *Contract) FaultBit(name string) (uint8, bool) {
	for _, f := range c.FaultFlags {
		if f.Name == name {
			return uint8(bits.TrailingZeros64(f.Value)), true
		}
	}
	return 0, false
}

// FaultNames lists the names of the FAULT_FLAG_ constants in a mask.
func (c *Contract) FaultNames(mask uint64) []string {
	var names []string
	for _, f := range c.FaultFlags {
		if mask&f.Value != 0 {
			names = append(names, f.Name)
			mask &^= f.Value
		}
	}
	for k := uint8(0); k < 64; k++ {
		if mask>>k&1 != 0 {
			names = append(names, fmt.Sprintf("%#x", uint64(1)<<k))
		}
	}
	return names
}

// FlagNames spells a set of flags as C does, "0" for none.
func (c *Contract) FlagNames(mask uint64) string {
	if mask == 0 {
		return "0"
	}
	return strings.Join(c.Names(mask), "|")
}

// Use finds when a flag is looked at; ok is false when it never is.
func (e *Entry) Use(flag string) (u Use, ok bool) {
	i := slices.IndexFunc(e.Uses, func(u Use) bool { return u.Flag == flag })
	if i < 0 {
		return Use{}, false
	}
	return e.Uses[i], true
}

// Interrupts is when a signal that is not fatal ends a call that asks for it: the
// flag is looked at, and the lock may be let go of.
func (e *Entry) Interrupts() Guard { return e.Results.Interrupted.And(e.Lock.Drops) }

// AnyUse gives the first place where any entry looks at a flag.
func (c *Contract) AnyUse(flag string) Use {
	for _, e := range c.Entries {
		if u, ok := e.Use(flag); ok {
			return u
		}
	}
	return Use{}
}

// SetsFlag tells whether an entry always sets a flag itself.
func (e *Entry) SetsFlag(flag string) bool {
	return slices.ContainsFunc(e.Sets, func(f FlagFact) bool { return f.Flag == flag })
}

// Release finds a function that gives pages back; nil if the contract has none
// of that name.
func (c *Contract) Release(name string) *Release {
	i := slices.IndexFunc(c.Releases, func(r *Release) bool { return r.Name == name })
	if i < 0 {
		return nil
	}
	return c.Releases[i]
}
