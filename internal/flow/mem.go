// SPDX-License-Identifier: MIT

package flow

import (
	"slices"
	"sort"
)

// A state is what is known at one point of a function on all paths that reach
// it: under which condition it is reached, and what memory holds. Variables are
// memory like anything else.
//
// Addresses are terms: p->f of an unknown p is the member f of what p points
// to. Two addresses that are different terms are taken for different places,
// except for elements of one array. That is wrong where pointers alias, and
// what a checker of flags can live with.
//
// States share memory until one of them is written to.
type state struct {
	pc   Cond
	mem  []cell // sorted by address
	dead bool   // not reached
}

// A cell is a place in memory and what it holds.
type cell struct{ addr, val Term }

// unreached is the state of a point that no path leads to.
var unreached = state{pc: False, dead: true}

func (s *state) find(addr Term) (int, bool) {
	i := sort.Search(len(s.mem), func(i int) bool { return s.mem[i].addr >= addr })
	return i, i < len(s.mem) && s.mem[i].addr == addr
}

// set writes without regard to what else the address may touch.
func (s *state) set(addr, val Term) {
	i, ok := s.find(addr)
	if ok && s.mem[i].val == val {
		return
	}
	mem := make([]cell, 0, len(s.mem)+1)
	mem = append(mem, s.mem[:i]...)
	mem = append(mem, cell{addr, val})
	if ok {
		i++
	}
	s.mem = append(mem, s.mem[i:]...)
}

// remove drops the cells for which gone holds.
func (s *state) remove(gone func(Term) bool) {
	if !slices.ContainsFunc(s.mem, func(c cell) bool { return gone(c.addr) }) {
		return
	}
	mem := make([]cell, 0, len(s.mem))
	for _, c := range s.mem {
		if !gone(c.addr) {
			mem = append(mem, c)
		}
	}
	s.mem = mem
}

// Marks are cells that say what memory below an address holds where it has no
// cell of its own. They stand under an address that nothing else has.
const (
	markName = "\x00default"
	lockName = "\x00mmap_lock"
)

// mark gives the address of the mark for what lies below addr.
func (a *Arena) mark(addr Term) Term { return a.field(addr, markName) }

// below tells whether addr is base, or a member or element of it.
func (a *Arena) below(addr, base Term) bool {
	for {
		if addr == base {
			return true
		}
		r := a.rec(addr)
		if r.kind != kField && r.kind != kElem {
			return false
		}
		addr = r.a
	}
}

// base gives the object that an address lies in: the address without members
// and elements.
func (a *Arena) base(addr Term) Term {
	for {
		r := a.rec(addr)
		if r.kind != kField && r.kind != kElem {
			return addr
		}
		addr = r.a
	}
}

// load reads what memory holds at an address.
func (a *Arena) load(s *state, addr Term, typ CType, at Where) Term {
	if i, ok := s.find(addr); ok {
		return s.mem[i].val
	}
	if a.isTrack(addr) {
		return a.constant(0)
	}
	r := *a.rec(addr)
	if r.kind == kIte {
		x, y := a.load(s, r.a, typ, at), a.load(s, r.b, typ, at)
		return a.choose(r.c, x, y, at)
	}
	if r.kind == kConst { // a NULL pointer: not what this is about
		return a.unknown("read through a constant pointer", typ, at)
	}
	// The nearest mark around the address decides.
	for up := addr; ; {
		if i, ok := s.find(a.mark(up)); ok {
			return a.unmarked(s.mem[i].val, addr, typ, at)
		}
		r := a.rec(up)
		if r.kind != kField && r.kind != kElem {
			break
		}
		up = r.a
	}
	if a.rec(a.base(addr)).kind == kVar {
		return a.make(termRec{kind: kApply, str: uninitialized, a: addr, typ: typ}, at)
	}
	return a.initial(addr, 0, "", typ, at)
}

// Names of pure functions that the arena knows.
const (
	errPtr        = "ERR_PTR"
	ptrErr        = "PTR_ERR"
	uninitialized = "uninitialized"
	// container_of(p, type, member) is this and the member's name, of p.
	containerPrefix = "container_of "
	pageOf          = "page" // an element of the array that a call filled
)

// unmarked reads memory that has no cell but a mark: 0 everywhere, or lost.
func (a *Arena) unmarked(mark, addr Term, typ CType, at Where) Term {
	r := *a.rec(mark)
	switch {
	case r.kind == kIte:
		return a.choose(r.c, a.unmarked(r.a, addr, typ, at), a.unmarked(r.b, addr, typ, at), at)
	case isZero(&r):
		return mark
	case r.kind == kFresh:
		return a.initial(addr, r.val, r.str, typ, at)
	case r.kind == kResult: // an array that the call filled
		return a.apply(pageOf, mark, addr, cPtr, at)
	}
	return a.initial(addr, 0, "", typ, at)
}

// store writes a value. Through a choice of addresses it writes to both.
func (a *Arena) store(s *state, addr, val Term, at Where) {
	r := *a.rec(addr)
	switch r.kind {
	case kIte:
		for _, side := range []struct {
			addr Term
			c    Cond
		}{{r.a, r.c}, {r.b, a.not(r.c)}} {
			if !a.rec(side.addr).isConst() {
				old := a.load(s, side.addr, a.typeOf(val), at)
				a.store(s, side.addr, a.choose(side.c, val, old, at), at)
			}
		}
		return
	case kConst:
		return
	case kElem:
		if _, known := a.number(r.b); !known {
			a.loseElements(s, r.a, addr, at)
			a.blur(s, r.a, r.b)
		} else {
			s.remove(func(o Term) bool { // those with an unknown index
				q := a.rec(o)
				if q.kind != kElem || q.a != r.a {
					return false
				}
				_, known := a.number(q.b)
				return !known
			})
		}
	}
	s.set(addr, val)
}

// blur forgets that all elements of an array were 0 that have not been stored,
// where one is stored with an index that is not known.
func (a *Arena) blur(s *state, array, index Term) {
	if index != None {
		if _, known := a.number(index); known {
			return
		}
	}
	if i, ok := s.find(a.mark(array)); ok && isZero(a.rec(s.mem[i].val)) {
		s.set(a.mark(array), a.unknown("an element that may have been stored", CType{}, Where{}))
	}
}

// loseElements forgets the elements of an array but one.
func (a *Arena) loseElements(s *state, array, but Term, at Where) {
	s.remove(func(o Term) bool {
		return o != but && a.rec(o).kind == kElem && a.rec(o).a == array
	})
}

func (r *termRec) isConst() bool { return r.kind == kConst }

// zero makes everything below an address 0.
func (a *Arena) zero(s *state, addr Term) {
	s.remove(func(o Term) bool { return !a.isTrack(o) && a.below(o, addr) })
	s.set(a.mark(addr), a.constant(0))
}

// lose forgets everything below an address.
func (a *Arena) lose(s *state, addr Term, why string, at Where) {
	r := *a.rec(addr)
	if r.kind == kIte {
		a.lose(s, r.a, why, at)
		a.lose(s, r.b, why, at)
		return
	}
	if r.kind == kConst || r.kind == kName {
		return
	}
	lock := a.field(addr, lockName)
	s.remove(func(o Term) bool { return o != lock && !a.isTrack(o) && a.below(o, addr) })
	if k := a.rec(a.base(addr)).kind; a.placeless && k != kVar && k != kParam {
		return // of no concern for a contract
	}
	s.set(a.mark(addr), a.unknown(why, CType{}, at))
}

// copy assigns one struct to another.
func (a *Arena) copy(s *state, to, from Term, at Where) {
	var cells []cell
	for _, c := range s.mem {
		if c.addr != from && a.below(c.addr, from) {
			cells = append(cells, cell{a.rebase(c.addr, from, to), c.val})
		}
	}
	s.remove(func(o Term) bool { return a.below(o, to) })
	if i, ok := s.find(a.mark(from)); !ok && a.rec(a.base(from)).kind != kVar {
		s.set(a.mark(to), a.unknown("copied from elsewhere", CType{}, at))
	} else if ok {
		s.set(a.mark(to), s.mem[i].val)
	}
	for _, c := range cells {
		s.set(c.addr, c.val)
	}
}

// rebase gives the address in to that corresponds to one in from.
func (a *Arena) rebase(addr, from, to Term) Term {
	if addr == from {
		return to
	}
	r := *a.rec(addr)
	base := a.rebase(r.a, from, to)
	if r.kind == kField {
		return a.field(base, r.str)
	}
	return a.elem(base, r.b)
}

// join merges two states of the same point.
func (x *executor) join(s, t state, at Where) state {
	switch {
	case s.dead || s.pc == False:
		return t
	case t.dead || t.pc == False:
		return s
	}
	pc := x.or(s.pc, t.pc)
	if sameMem(s.mem, t.mem) {
		return state{pc: pc, mem: s.mem}
	}
	sel := x.restrict(s.pc, pc)
	out := state{pc: pc, mem: make([]cell, 0, max(len(s.mem), len(t.mem)))}
	x.eachCell(&s, &t, at, func(addr, v, w Term) {
		out.mem = append(out.mem, cell{addr, x.merge(sel, v, w, pc, at)})
	})
	return out
}

// eachCell goes through the cells of two states in order, with the values that
// they have in each.
func (a *Arena) eachCell(s, t *state, at Where, visit func(addr, v, w Term)) {
	i, j := 0, 0
	for i < len(s.mem) || j < len(t.mem) {
		switch {
		case j == len(t.mem) || i < len(s.mem) && s.mem[i].addr < t.mem[j].addr:
			c := s.mem[i]
			visit(c.addr, c.val, a.missing(t, c.addr, c.val, at))
			i++
		case i == len(s.mem) || t.mem[j].addr < s.mem[i].addr:
			c := t.mem[j]
			visit(c.addr, a.missing(s, c.addr, c.val, at), c.val)
			j++
		default:
			visit(s.mem[i].addr, s.mem[i].val, t.mem[j].val)
			i++
			j++
		}
	}
}

// maxCases bounds the values that one place in memory is taken to have.
const maxCases = 48

// merge is choose for what two paths left in memory. Where there are too many
// cases, they are projected.
func (x *executor) merge(c Cond, a, b Term, pc Cond, at Where) Term {
	t := x.choose(c, a, b, at)
	if t == a || t == b || x.choices(t, maxCases) <= maxCases {
		return t
	}
	t = x.projectChoice(t, pc, x.private)
	for _, u := range x.parts(t) {
		if r := x.rec(u); r.kind == kIte && x.size(r.c, maxChoiceSize) > maxChoiceSize {
			return x.projectChoice(t, pc, func(int32) bool { return true })
		}
	}
	return t
}

// maxChoiceSize bounds the diagrams that tell the values of one place apart.
const maxChoiceSize = 8 * maxStateSize

const tooMany = "too many cases to tell apart"

func sameMem(x, y []cell) bool {
	if len(x) != len(y) {
		return false
	}
	if len(x) == 0 || &x[0] == &y[0] {
		return true
	}
	return slices.Equal(x, y)
}

// missing gives what a state holds at an address that only the other state has
// a cell for, holding other.
func (a *Arena) missing(s *state, addr, other Term, at Where) Term {
	if r := a.rec(addr); r.kind == kField && r.str == markName {
		// No mark: what was there on entry.
		return a.make(termRec{kind: kApply, str: "entry", typ: CType{}}, at)
	}
	return a.load(s, addr, a.typeOf(other), at)
}
