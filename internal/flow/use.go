// SPDX-License-Identifier: MIT

package flow

import (
	"slices"

	"github.com/gupvet/gupvet/parser/syntax"
)

// What becomes of an entry's result is noted as events: where the code decides by
// it, calculates with it, gives it away, or takes it for an unsigned number.

// noteTest notes that the code decides by the result of an entry.
func (x *executor) noteTest(c Cond, at Where) {
	if c == True || c == False || !slices.ContainsFunc(x.results, func(r Term) bool { return x.DependsOn(c, r) }) {
		return
	}
	x.note(Event{Kind: EvTest, At: at, Tested: c})
}

// noteComparison notes a comparison with the result of an entry whose outcome is
// known beforehand, as a test that tells nothing; and one in which the result loses
// its sign, unless it is for equality.
func (x *executor) noteComparison(op syntax.Op, c Cond, operands [2]Term, typ CType, at Where) {
	for _, t := range operands {
		if c == True || c == False {
			x.noteIdle(c, t, at)
		} else if op != syntax.Eq && op != syntax.Ne {
			x.noteUnsigned(t, typ, at)
		}
	}
}

// noteIdle notes a test of a value that tells nothing of the result that it is made
// of.
func (x *executor) noteIdle(c Cond, t Term, at Where) {
	for _, r := range x.results {
		if x.Carries(t, r) {
			x.note(Event{Kind: EvTest, At: at, Tested: c, Result: r})
		}
	}
}

// where is the place of what a jump decides by.
func (j *jump) where() Where {
	if j.x != nil {
		return j.fr.where(j.x.Range())
	}
	return j.fr.where(j.at)
}

// notePass notes that a function which is not followed is given the result of an
// entry.
func (x *executor) notePass(args []Term, at Where) { x.notePassTo(args, at, false) }

func (x *executor) notePassTo(args []Term, at Where, seen bool) {
	for _, r := range x.results {
		if slices.ContainsFunc(args, func(t Term) bool { return x.Carries(t, r) }) {
			x.note(Event{Kind: EvPass, At: at, Result: r, Seen: seen})
		}
	}
}

// isSeen tells whether all that a function does with what it is given is seen in its
// summary: it calls nobody who might do more.
func (s *Summary) isSeen() bool { return s.callsOnly(func(name string) bool { return harmless[name] }) }

// callsOnly tells whether a function calls none but those with certain names.
func (s *Summary) callsOnly(these func(name string) bool) bool {
	seen := !s.Bounded
	syntax.Walk(s.Fn.Syntax().Body, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Call:
			seen = seen && these(n.Callee())
		case *syntax.Asm, *syntax.BadStmt, *syntax.Bad:
			seen = false
		}
		return seen
	})
	return seen
}

// harmless are functions and macros that do nothing but give a value
// (include/linux/err.h, compiler.h, minmax.h).
var harmless = map[string]bool{
	"likely": true, "unlikely": true, "IS_ERR": true, "IS_ERR_VALUE": true, "IS_ERR_OR_NULL": true, "PTR_ERR_OR_ZERO": true,
	"ERR_PTR": true, "PTR_ERR": true, "min": true, "max": true, "min_t": true, "max_t": true, "clamp": true, "clamp_t": true,
}

// notePassBelow does the same for what lies in memory that a function is given
// pointers to.
func (x *executor) notePassBelow(args []Term, at Where) {
	if len(x.results) == 0 {
		return
	}
	var list []Term
	for _, a := range args {
		if k := x.rec(x.base(a)).kind; k == kConst || k == kGlobal {
			continue
		}
		for _, c := range x.s.mem {
			if !x.isTrack(c.addr) && x.below(c.addr, a) && (x.rec(c.addr).kind != kField || x.rec(c.addr).str != markName) {
				list = append(list, c.val)
			}
		}
	}
	x.notePass(list, at)
}

// noteCount notes that the result of an entry is calculated with.
func (x *executor) noteCount(t Term, at Where) {
	if x.typeOf(t).Ptr {
		return
	}
	for _, r := range x.results {
		if x.Mentions(t, r) {
			x.note(Event{Kind: EvCount, At: at, Result: r})
		}
	}
}

// noteUnsigned notes that the result of an entry is stored as an unsigned number,
// as which an error is a large one.
func (x *executor) noteUnsigned(v Term, typ CType, at Where) {
	if !typ.isUnsigned() || typ.Bool || typ.Ptr {
		return
	}
	x.eachLeaf(v, x.s.pc, nil, func(l leaf) {
		u := l.val
		if r := x.rec(u); r.kind == kCast {
			u = r.a
		}
		if slices.Contains(x.results, u) && !x.typeOf(u).isUnsigned() && x.Possible(x.and(l.when, x.atMost(u, -1))) {
			x.note(Event{Kind: EvUnsigned, At: at, Result: u})
		}
	})
}
