// SPDX-License-Identifier: MIT

package flow

import "slices"

// Questions about what is made of the number that a call returned.

// Carries tells whether a value is made of a number, and not just of the pages
// that the call with that result brought, nor chosen by it.
func (a *Arena) Carries(t, of Term) bool {
	seen := map[Term]bool{None: true}
	var walk func(Term) bool
	walk = func(t Term) bool {
		if t == of {
			return true
		}
		if seen[t] {
			return false
		}
		seen[t] = true
		r := a.rec(t)
		return !(r.kind == kApply && r.str == pageOf) && (walk(r.a) || walk(r.b))
	}
	return walk(t)
}

// Uses tells whether any address or value of a function is made of a number, and
// not just of the pages that the call with that result brought.
func (a *Arena) Uses(of Term) bool {
	for t := range a.terms {
		if r := &a.terms[t]; (r.a == of || r.b == of) && !(r.kind == kApply && r.str == pageOf) && !(r.kind == kField && a.isTrack(Term(t))) {
			return true
		}
	}
	return false
}

// Measures tells whether a condition compares a value with another that is not a
// number, nor one that is expected.
func (a *Arena) Measures(c Cond, of, expected Term) bool {
	found := false
	a.support(c, func(v int32) {
		k := a.atomKey[v]
		if k.b == None {
			return
		}
		for _, t := range [][2]Term{{k.a, k.b}, {k.b, k.a}} {
			found = found || a.Same(t[0], of) && !a.Same(t[1], expected)
		}
	})
	return found
}

// ComparedAs lists what a condition compares a value with that is another one but
// for casts between numbers.
func (a *Arena) ComparedAs(c Cond, of, expected Term) []Term {
	var list []Term
	a.support(c, func(v int32) {
		k := a.atomKey[v]
		for _, t := range [][2]Term{{k.a, k.b}, {k.b, k.a}} {
			if k.b != None && a.Same(t[0], of) && a.Same(t[1], expected) && t[1] != expected && !slices.Contains(list, t[1]) {
				list = append(list, t[1])
			}
		}
	})
	return list
}

// Settled takes out of a condition all that may be otherwise when it is asked
// again, in the next round of a loop: what does not depend on the values of
// parameters and on the configuration alone.
func (a *Arena) Settled(c Cond) Cond {
	return a.without(c, kFresh, kResult, kInit, kName, kApply)
}

// SettledBefore does that to one that held when the loop was entered: what calls
// returned before does not change.
func (a *Arena) SettledBefore(c Cond) Cond {
	return a.without(c, kFresh, kInit, kName, kApply)
}

// without takes out of a condition what nobody decides, and what depends on values
// of some kinds.
func (a *Arena) without(c Cond, kinds ...kind) Cond {
	has := func(t Term) bool {
		found := false
		if t != None {
			a.walk(t, func(u Term) bool {
				found = found || slices.Contains(kinds, a.rec(u).kind)
				return !found
			})
		}
		return found
	}
	return a.exists(c, func(v int32) bool {
		k := a.atomKey[v]
		return k.kind == atFree || has(k.a) || has(k.b)
	})
}

// TestsPart tells whether a condition is about a value that is made of another
// one, and not about that itself.
func (a *Arena) TestsPart(c Cond, of Term) bool {
	found := false
	a.support(c, func(v int32) {
		k := a.atomKey[v]
		for _, t := range []Term{k.a, k.b} {
			if t != None && !a.Same(t, of) && a.Mentions(t, of) {
				found = true
			}
		}
	})
	return found
}
