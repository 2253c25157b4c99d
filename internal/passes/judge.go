// SPDX-License-Identifier: MIT

package passes

import (
	"slices"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// A Level tells how sure something is.
type Level uint8

// The levels. May is what holds if several things come together of which nobody
// knows whether they do.
const (
	No Level = iota
	May
	Sure
)

// A Verdict is the answer to whether a call is bad.
type Verdict struct {
	Level Level
	// When is when the call is bad: under one decision of the code where the
	// level is Sure, such as the one that sets a flag.
	When flow.Cond
	// Always tells that the call is bad whenever it is made.
	Always bool

	store *stored // what was stored in a member that the flags are read from
}

// Judge tells whether a condition holds for a call: bad is what the call's
// arguments must be for it, bits the flags that have a part in it.
//
// It is sure where it holds on every path, or wherever the code makes one choice
// that has to do with it: sets one of the flags, passes NULL. A flag set here
// and another set there, each under a condition of its own, may never meet; then
// it only may hold. Where a parameter of the function decides, it is for the
// callers to answer.
func (v *View) Judge(bad flow.Cond, bits []uint8) Verdict {
	a := v.Sum.Arena
	open := v.open()
	pc := a.And(v.Event.PC, v.storedBits())
	certain := a.Certain(pc, bad, open)
	if !a.Possible(certain) {
		return v.judgeMembers(bad, bits)
	}
	reached := a.Without(pc, open)
	if a.Implies(reached, certain) {
		return Verdict{Level: Sure, When: reached, Always: true}
	}
	for _, choice := range v.choices(bits) {
		c := a.And(a.Without(choice, open), reached)
		if a.Possible(c) && a.Implies(c, certain) {
			return Verdict{Level: Sure, When: c}
		}
	}
	if v.above && a.Decides(certain) {
		return Verdict{} // who calls the function says what comes together
	}
	return Verdict{Level: May, When: certain}
}

// open lists what the arguments of the call, and the variables that they point to,
// are made of that the function was given itself, or that nobody knows.
func (v *View) open() map[flow.Term]bool {
	open := map[flow.Term]bool{}
	for _, t := range slices.Concat(v.Event.Args, v.Event.Deref) {
		for _, in := range v.Sum.Arena.Opaque(t) {
			open[in] = true
		}
	}
	return open
}

// choices lists the conditions under which the code makes one choice about the
// arguments: a constant that sets one of the bits, a value of locked or pages
// out of several.
func (v *View) choices(bits []uint8) []flow.Cond {
	a := v.Sum.Arena
	var list []flow.Cond
	if flags := v.Arg(v.Site.Entry.Roles.Flags); flags != flow.None {
		for _, k := range bits {
			var from []flow.Term
			when := map[flow.Term]flow.Cond{}
			a.Sources(flags, k, v.Event.PC, func(t flow.Term, c flow.Cond) {
				if _, ok := a.Number(t); !ok {
					return
				}
				if when[t] == flow.False {
					from = append(from, t)
				}
				when[t] = a.Or(when[t], c)
			})
			for _, t := range from {
				list = append(list, when[t])
			}
		}
	}
	for _, i := range []int{v.Site.Entry.Roles.Locked, v.Site.Entry.Roles.Unlocked, v.Site.Entry.Roles.Pages} {
		if t := v.Arg(i); t != flow.None {
			for _, val := range a.Values(t, v.Event.PC) {
				list = append(list, val.When)
			}
		}
	}
	// What *locked is: a call before may have let go of the lock.
	if i := v.Site.Entry.Roles.Locked; i >= 0 && i < len(v.Event.Deref) && v.Event.Deref[i] != flow.None {
		for _, val := range a.Values(v.Event.Deref[i], v.Event.PC) {
			list = append(list, val.When)
		}
	}
	return list
}

// Guard puts a condition of the contract in terms of the call.
func (v *View) Guard(g gup.Guard) flow.Cond {
	return v.Sum.Arena.Guard(g, v.Event.Args, v.Event.Deref)
}

// Flags tells what is known of the flags where a condition holds.
func (v *View) Flags(when flow.Cond) flow.Bits {
	if t := v.Arg(v.Site.Entry.Roles.Flags); t != flow.None {
		return v.Sum.Arena.BitsOf(t, when)
	}
	return flow.Bits{}
}

// Has is the condition that the call has a flag.
func (v *View) Has(c *gup.Contract, flag string) flow.Cond {
	k, ok := c.Bit(flag)
	t := v.Arg(v.Site.Entry.Roles.Flags)
	if !ok || t == flow.None || v.Site.Entry.FlagKind != gup.FollFlags {
		return flow.False
	}
	return v.Sum.Arena.Bit(t, k)
}

// bitsIn lists the flags that a guard asks about, by number.
func bitsIn(guards ...gup.Guard) []uint8 {
	var list []uint8
	for _, g := range guards {
		for _, a := range g.Atoms() {
			if a.Kind == gup.HasBit && !slices.Contains(list, uint8(a.N)) {
				list = append(list, uint8(a.N))
			}
		}
	}
	slices.Sort(list)
	return list
}

// Uninitialized tells when an argument points to a variable that has no value
// yet, and whether it is so whenever the call is made.
func (v *View) Uninitialized(arg int) (when flow.Cond, always bool) {
	a := v.Sum.Arena
	if arg < 0 || arg >= len(v.Event.Deref) || v.Event.Deref[arg] == flow.None {
		return flow.False, false
	}
	when = flow.False
	for _, val := range a.Values(v.Event.Deref[arg], v.Event.PC) {
		if a.IsUninitialized(val.Term) {
			when = a.Or(when, val.When)
		}
	}
	return when, a.Implies(v.Event.PC, when)
}

// Set tells whether what an argument points to is a number other than 0 whenever the
// call is made.
func (v *View) Set(arg int) bool {
	a := v.Sum.Arena
	if arg < 0 || arg >= len(v.Event.Deref) || v.Event.Deref[arg] == flow.None {
		return false
	}
	for _, val := range a.Values(v.Event.Deref[arg], v.Event.PC) {
		if n, ok := a.Number(val.Term); !ok || n == 0 {
			return false
		}
	}
	return true
}

// Narrows tells whether the function that sees the call gives an argument of a type of
// 64 bits for a parameter of one of 32: of the entry, or of a function that hands it
// on as it is.
func (v *View) Narrows(arg int) bool {
	e, ev := v.Site.Entry, v.Event
	if arg >= len(e.Types) || e.Types[arg] != "int" && e.Types[arg] != "unsigned int" || arg >= len(ev.Widths) {
		return false
	}
	in := ev.Inner
	return ev.Widths[arg] == 64 && (in == nil || arg < len(in.Widths) && in.Widths[arg] == 32)
}

// A FlagConstant is a constant that gives a call some of its flags.
type FlagConstant struct {
	Name  string   // "" for a plain number
	Parts []string // the names in the macro of that name
	Value int64
	At    lint.Range
	When  flow.Cond

	where flow.Where
}

// FlagConstants lists the constants that the flags of a call are made of, each
// once.
func (v *View) FlagConstants() []FlagConstant {
	t := v.Arg(v.Site.Entry.Roles.Flags)
	if t == flow.None {
		return nil
	}
	a := v.Sum.Arena
	var list []FlagConstant
	seen := map[flow.Term]bool{}
	for k := uint8(0); k < 32; k++ {
		a.Sources(t, k, v.Event.PC, func(src flow.Term, when flow.Cond) {
			n, ok := a.Number(src)
			if !ok || seen[src] || !a.Possible(when) {
				return
			}
			seen[src] = true
			name, at := a.ConstantName(src), a.Origin(src)
			list = append(list, FlagConstant{name, v.macroNames(at.Unit, name, 0), n, Range(at), when, at})
		})
	}
	return list
}

// macroNames lists the names that stand in a macro of a file, and in those that it
// is made of; none if it is no macro.
func (v *View) macroNames(u *parser.Unit, name string, depth int) []string {
	const maxDepth = 4
	if name == "" || u == nil || depth >= maxDepth {
		return nil
	}
	m, in := v.set.Snapshot.Prog.Macro(u, name)
	if m == nil || m.FuncLike || m.Value == nil {
		return nil
	}
	var list []string
	syntax.Walk(m.Value, func(n syntax.Node) bool {
		if id, ok := n.(*syntax.Ident); ok && !slices.Contains(list, id.Name) {
			list = append(append(list, id.Name), v.macroNames(in, id.Name, depth+1)...)
		}
		return true
	})
	return list
}

// IsMadeOf tells whether a constant at a place has a part in the flags of the call.
func (v *View) IsMadeOf(at flow.Where) bool {
	for _, k := range v.FlagConstants() {
		if k.At.File == at.Unit.Path && k.At.Start.Offset == int(at.Span.Start) {
			return true
		}
	}
	return false
}
