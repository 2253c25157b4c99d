// SPDX-License-Identifier: MIT

package flow

import "slices"

// heldLocks lists what is known of locks: of those of address spaces, and those that
// forbid to sleep.
func (x *executor) heldLocks() []cell {
	var list []cell
	for _, c := range x.s.mem {
		if r := x.rec(c.addr); r.kind == kField && (r.str == lockName || r.str == atomicName) {
			list = append(list, c)
		}
	}
	return list
}

func (m *mapper) cells(list []cell) []cell {
	out := make([]cell, len(list))
	for i, c := range list {
		out[i] = cell{m.term(c.addr), m.term(c.val)}
	}
	return out
}

// heldBefore adds to what a function that is called knows of locks at some point
// what is known of the others where it is called.
func (x *executor) heldBefore(inner []cell) []cell {
	list := slices.Clone(inner)
	lost := slices.ContainsFunc(inner, func(d cell) bool { return x.isLostMark(d.addr) })
	for _, c := range x.heldLocks() {
		if lost && x.rec(c.addr).str == atomicName {
			continue
		}
		if !slices.ContainsFunc(inner, func(d cell) bool { return d.addr == c.addr }) {
			list = append(list, c)
		}
	}
	return list
}

// LockUntouched tells whether mmap_lock of the mm that an entry works on may be as
// whoever called the function left it.
func (s *Summary) LockUntouched(e *Event) bool {
	return e.Lock != None && slices.ContainsFunc(s.Arena.Values(e.Lock, e.PC), func(v Value) bool { return s.Arena.IsInitial(v.Term) })
}

// LockIsHeld tells whether mmap_lock of the mm that an entry works on is held whenever
// the entry is called; before tells that it is where the function begins.
func (s *Summary) LockIsHeld(e *Event, before bool) bool {
	a := s.Arena
	if e.Lock == None {
		return false
	}
	if before && !slices.ContainsFunc(a.Values(e.Lock, e.PC), func(v Value) bool { n, ok := a.Number(v.Term); return !a.IsInitial(v.Term) && (!ok || n == LockNone) }) {
		return true
	}
	return a.Implies(e.PC, a.Not(a.AtMost(e.Lock, LockNone)))
}

// LockNotHeld tells whether mmap_lock of the mm that an entry works on is not held
// whenever the entry is called; free tells that nobody holds it where the function
// begins.
func (s *Summary) LockNotHeld(e *Event, free bool) bool {
	if e.Lock == None || s.mayHoldOther(e) {
		return false
	}
	states := s.Arena.Values(e.Lock, e.PC)
	return len(states) > 0 && !slices.ContainsFunc(states, func(v Value) bool {
		n, ok := s.Arena.Number(v.Term)
		return ok && n != LockNone || !ok && !(free && s.Arena.IsInitial(v.Term))
	})
}

// mayHoldOther tells whether mmap_lock of another mm than that which an entry works
// on may be held where the entry is called: both may be one under two names.
func (s *Summary) mayHoldOther(e *Event) bool {
	a := s.Arena
	for _, c := range e.held {
		r := a.rec(c.addr)
		if r.str != lockName || r.a == e.MM {
			continue
		}
		for _, v := range a.Values(c.val, e.PC) {
			if n, ok := a.Number(v.Term); !ok && !a.IsInitial(v.Term) || n != LockNone {
				return true
			}
		}
	}
	return false
}

// TakesLock tells whether a function may return with an mmap_lock held that it took.
func (s *Summary) TakesLock() bool {
	for _, c := range s.effects {
		if r := s.Arena.rec(c.addr); r.kind != kField || r.str != lockName {
			continue
		}
		for _, v := range s.Arena.Values(c.val, s.PC) {
			if n, ok := s.Arena.Number(v.Term); ok && n != LockNone {
				return true
			}
		}
	}
	return false
}
