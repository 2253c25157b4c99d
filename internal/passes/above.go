// SPDX-License-Identifier: MIT

package passes

import (
	"slices"
	"strings"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
)

// openness is what the callers of a function have to be asked about a call in it.
type openness uint8

// The kinds of openness; each includes those before it.
const (
	closed        openness = iota
	openError              // those in the same file, what they do with an error, if they tell errors apart
	openResult             // those in the same file, what they do with the result
	openFlagged            // all of them, since a flag changes what comes back
	openArguments          // what they decide about the arguments
)

// An opened function has a call that its callers have to be asked about.
type opened struct {
	fn  *callgraph.Func
	why openness
}

// Bounds on the calls between the function that holds a call and one that is only
// handed its result.
const (
	maxResultLevels  = 2
	maxFlaggedLevels = 3
)

// opens tells what the callers of the function that sees a call have to be asked
// about it.
func opens(c *gup.Contract, s *flow.Summary, e *flow.Event) openness {
	ent := c.Entry(e.Name)
	switch {
	case ent == nil:
		return closed
	case argumentsOpen(c, s, e) || lockedAbove(ent, s, e):
		return openArguments
	case e.Depth() < maxFlaggedLevels && returnsResult(s, e) && changesResult(c, ent, s, e):
		return openFlagged
	}
	return resultOpen(ent, s, e)
}

// resultOpen tells what the callers of a function have to be asked about what they
// do with the result of a call in it, whatever its flags are.
func resultOpen(ent *gup.Entry, s *flow.Summary, e *flow.Event) openness {
	switch {
	case !returnsResult(s, e) || !s.Fn.Item.Static || e.Depth() >= maxResultLevels:
		return closed
	case ent.Kind == gup.Fault || e.Depth() > 0 && !returnsPages(s, e):
		return openError
	}
	return openResult
}

// returnsResult tells whether what a function returns is made of a call's result.
func returnsResult(s *flow.Summary, e *flow.Event) bool {
	return s.Ret != flow.None && s.Arena.Mentions(s.Ret, e.Result)
}

// returnsPages tells whether a function returns what says which pages are there:
// their number or a page.
func returnsPages(s *flow.Summary, e *flow.Event) bool {
	a := s.Arena
	some := a.And(e.PC, a.Not(a.AtMost(e.Result, 0)))
	return slices.ContainsFunc(a.Values(s.Ret, some), func(v flow.Value) bool { return a.Carries(v.Term, e.Result) })
}

// tellsErrors tells, by its text, whether a function may do something about one
// error and not about others, or try again; or looks up a vma that the call may
// have let go of.
func tellsErrors(f *callgraph.Func) bool {
	text := f.Unit.Slice(f.Item.Body)
	return slices.ContainsFunc([]string{"EHWPOISON", "EAGAIN", "while", "find_vma", "vma_lookup"}, func(word string) bool { return strings.Contains(text, word) })
}

// changesResult tells whether a call may have a flag with which other results come
// back.
func changesResult(c *gup.Contract, ent *gup.Entry, s *flow.Summary, e *flow.Event) bool {
	f := ent.Roles.Flags
	if f < 0 || f >= len(e.Args) || ent.FlagKind != gup.FollFlags {
		return false
	}
	for _, flag := range []string{gup.FollHwpoison, gup.FollNowait} {
		if k, ok := c.Bit(flag); ok && s.Arena.Possible(s.Arena.And(e.PC, s.Arena.Bit(e.Args[f], k))) {
			return true
		}
	}
	return false
}

// resultOnly tells whether the function that sees a call decides nothing about its
// arguments, and is only handed what comes back.
func resultOnly(c *gup.Contract, e *flow.Event) bool {
	for in := e.Inner; in != nil; in = in.Inner {
		if !argumentsOpen(c, in.Owner, in) {
			return true
		}
	}
	return false
}

// byFlag tells whether the function that sees a call was asked about it only since a
// flag changes what comes back.
func (v *View) byFlag() bool {
	return v.resultOnly && slices.ContainsFunc(v.chain()[1:], func(e *flow.Event) bool {
		return !argumentsOpen(v.contract(), e.Owner, e) && !lockedAbove(v.Site.Entry, e.Owner, e) && resultOpen(v.Site.Entry, e.Owner, e) == closed
	})
}

// argumentsOpen tells whether the callers of the function that sees a call have to be
// asked about it: an argument that matters comes from a parameter, or a call that
// a signal may end returns its result to them.
func argumentsOpen(c *gup.Contract, s *flow.Summary, e *flow.Event) bool {
	ent := c.Entry(e.Name)
	if ent == nil {
		return false
	}
	for _, i := range []int{ent.Roles.Flags, ent.Roles.Locked, ent.Roles.Unlocked} {
		if i < 0 || i >= len(e.Args) {
			continue
		}
		for _, in := range s.Arena.Inputs(e.Args[i]) {
			if p, _ := s.Arena.ParamOf(in); p >= 0 {
				return true
			}
		}
	}
	return decidedAbove(ent, s, e) || interruptedAbove(c, ent, s, e)
}

// lockedAbove tells whether a call may let go of a lock that none but callers have
// taken.
func lockedAbove(ent *gup.Entry, s *flow.Summary, e *flow.Event) bool {
	a, i := s.Arena, ent.Roles.Locked
	if i < 0 || i >= len(e.Args) || ent.Lock.Drops.Never() || e.Lock == flow.None {
		return false
	}
	drops := a.And(e.PC, a.And(a.Truth(e.Args[i]), a.Guard(ent.Lock.Drops, e.Args, e.Deref)))
	return a.IsInitial(e.Lock) && a.Possible(drops)
}

// decidedAbove tells whether callers decide, by what they give the function, if a
// flag is set on which something depends.
func decidedAbove(ent *gup.Entry, s *flow.Summary, e *flow.Event) bool {
	a, f := s.Arena, ent.Roles.Flags
	if f < 0 || f >= len(e.Args) || ent.FlagKind != gup.FollFlags {
		return false
	}
	for _, k := range bitsIn(ent.Lock.Drops, ent.Results.Zero, ent.Results.Interrupted) {
		if c := a.Bit(e.Args[f], k); c != flow.True && c != flow.False && a.Possible(a.And(c, e.PC)) && a.Decides(c) {
			return true
		}
	}
	return false
}

// interruptedAbove tells whether a call may be ended by a signal, and the
// function returns what comes of it.
func interruptedAbove(c *gup.Contract, ent *gup.Entry, s *flow.Summary, e *flow.Event) bool {
	k, ok := c.Bit(gup.FollInterruptible)
	a, f := s.Arena, ent.Roles.Flags
	if !ok || f < 0 || f >= len(e.Args) || ent.FlagKind != gup.FollFlags || ent.Interrupts().Never() {
		return false
	}
	return a.Possible(a.And(e.PC, a.Bit(e.Args[f], k))) && s.Ret != flow.None && a.Mentions(s.Ret, e.Result)
}
