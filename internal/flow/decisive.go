// SPDX-License-Identifier: MIT

package flow

// Decisive tells whether it can make the difference to a condition which of two
// facts about a value holds, with the same answers to all questions about other
// values. What is asked about the value and one that a loop changes only tells
// where the loop ends.
func (a *Arena) Decisive(c Cond, of Term, one, other Cond) bool {
	about, loop := map[int32]bool{}, false
	note := func(v int32) {
		k := a.atomKey[v]
		about[v] = k.a != None && a.Mentions(k.a, of) || k.b != None && a.Mentions(k.b, of)
		loop = loop || about[v] && (a.isLooped(k.a) || a.isLooped(k.b))
	}
	possible := func(c Cond) Cond {
		c = a.withAxioms(c)
		a.support(c, note)
		return a.exists(c, func(v int32) bool { return about[v] })
	}
	both := a.and(possible(one), possible(other))
	for _, c := range []Cond{c, a.not(c)} {
		x, y := possible(a.and(c, one)), possible(a.and(c, other))
		if loop {
			return false
		}
		if a.Possible(a.and(both, a.or(a.and(x, a.not(y)), a.and(y, a.not(x))))) {
			return true
		}
	}
	return false
}

// isLooped tells whether a value is made of one that a loop changes.
func (a *Arena) isLooped(t Term) bool {
	found := false
	if t != None {
		a.walk(t, func(u Term) bool {
			r := a.rec(u)
			found = found || r.kind == kFresh && r.str == inALoop
			return !found
		})
	}
	return found
}
