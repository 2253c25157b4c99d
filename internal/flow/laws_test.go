// SPDX-License-Identifier: MIT

package flow

import (
	"math/rand/v2"
	"testing"
)

// truth is a function of few atoms as the table of its values, one bit for each
// assignment: what conditions are measured against.
type truth uint32

const lawAtoms = 5

// all has the bit of every assignment.
const all = truth(1<<(1<<lawAtoms) - 1)

// atomTruth is true where bit i of the assignment is set.
func atomTruth(i int) truth {
	var t truth
	for n := range 1 << lawAtoms {
		if n>>i&1 == 1 {
			t |= 1 << n
		}
	}
	return t
}

// dropAtom is true where t is for one of the values of an atom.
func dropAtom(t truth, i int) truth {
	on := atomTruth(i)
	high, low := t&on, t&^on
	return t | high>>(1<<i) | low<<(1<<i)
}

// table reads a condition back.
func table(b *bdd, c Cond) truth {
	var t truth
	for n := range 1 << lawAtoms {
		d := c
		for d != True && d != False {
			if node := b.nodes[d]; n>>node.v&1 == 1 {
				d = node.hi
			} else {
				d = node.lo
			}
		}
		if d == True {
			t |= 1 << n
		}
	}
	return t
}

// TestConditionLaws builds random conditions beside their tables: both agree,
// and two conditions are the same exactly if their tables are.
func TestConditionLaws(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	b := newBDD()
	type pair struct {
		c Cond
		t truth
	}
	known := []pair{{False, 0}, {True, all}}
	for i := range lawAtoms {
		known = append(known, pair{b.atom(), atomTruth(i)})
	}
	byTable := map[truth]Cond{}
	for range 20000 {
		x, y, z := known[rng.IntN(len(known))], known[rng.IntN(len(known))], known[rng.IntN(len(known))]
		var p pair
		switch rng.IntN(5) {
		case 0:
			p = pair{b.and(x.c, y.c), x.t & y.t}
		case 1:
			p = pair{b.or(x.c, y.c), x.t | y.t}
		case 2:
			p = pair{b.not(x.c), all &^ x.t}
		case 3:
			p = pair{b.ite(x.c, y.c, z.c), x.t&y.t | z.t&^x.t}
		case 4:
			i := rng.IntN(lawAtoms)
			p = pair{b.exists(x.c, func(v int32) bool { return int(v) == i }), dropAtom(x.t, i)}
		}
		if got := table(b, p.c); got != p.t {
			t.Fatalf("got %b, want %b", got, p.t)
		}
		if c, ok := byTable[p.t]; ok && c != p.c {
			t.Fatalf("two conditions for %b", p.t)
		}
		byTable[p.t] = p.c
		if r := b.restrict(x.c, y.c); b.and(r, y.c) != b.and(x.c, y.c) {
			t.Fatalf("%b simplified where %b holds is %b", x.t, y.t, table(b, r))
		}
		if len(known) < 300 {
			known = append(known, p)
		} else {
			known[2+lawAtoms+rng.IntN(300-2-lawAtoms)] = p
		}
	}
}

// TestSupport compares the atoms of a condition with those that its table needs.
func TestSupport(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	b := newBDD()
	var atoms []Cond
	for range lawAtoms {
		atoms = append(atoms, b.atom())
	}
	for range 2000 {
		c := atoms[rng.IntN(lawAtoms)]
		for range rng.IntN(6) {
			c = b.ite(atoms[rng.IntN(lawAtoms)], c, b.not(atoms[rng.IntN(lawAtoms)]))
		}
		var got, want int
		b.support(c, func(v int32) { got |= 1 << v })
		for i := range lawAtoms {
			if tt := table(b, c); dropAtom(tt, i) != tt {
				want |= 1 << i
			}
		}
		if got != want {
			t.Fatalf("support %b, want %b", got, want)
		}
	}
}

// TestChooseLaws states what joins of values keep.
func TestChooseLaws(t *testing.T) {
	a := newArena()
	c, d := a.free(), a.free()
	x, y, z := a.constant(1), a.constant(2), a.unknown("z", cInt, Where{})
	for name, law := range map[string]bool{
		"same on both sides":   a.choose(c, z, z, Where{}) == z,
		"certain":              a.choose(True, x, y, Where{}) == x && a.choose(False, x, y, Where{}) == y,
		"decided before":       a.choose(c, a.choose(c, x, y, Where{}), y, Where{}) == a.choose(c, x, y, Where{}),
		"equal when":           a.equalConst(a.choose(c, x, y, Where{}), 1) == c,
		"equal to neither":     a.equalConst(a.choose(c, x, y, Where{}), 3) == False,
		"bit of a choice":      a.Bit(a.choose(c, x, y, Where{}), 1) == a.not(c),
		"choice of conditions": a.Truth(a.bool(a.and(c, d), Where{})) == a.and(c, d),
	} {
		if !law {
			t.Error(name)
		}
	}
}
