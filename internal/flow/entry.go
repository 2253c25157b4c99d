// SPDX-License-Identifier: MIT

package flow

import (
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/parser/syntax"
)

// callEntry calls an entry of the GUP family: the contract says what it does.
func (x *executor) callEntry(fr *frame, e *syntax.Call, ent *gup.Entry, args []Term, at Where) Term {
	arg := func(i int) Term {
		if i < 0 || i >= len(args) {
			return None
		}
		return args[i]
	}
	mm := x.mmOf(ent, args, at)
	lockAddr := x.field(mm, lockName)
	lock := x.load(&x.s, lockAddr, cInt, at)
	deref := x.deref(args)
	res := x.result(ent.Name, entryType(ent), at)
	x.note(Event{Kind: EvCall, Name: ent.Name, At: at, Use: fr.use, Call: e, Args: args, Deref: deref, Widths: x.widths(fr, e, args), Result: res, MM: mm, Lock: lock, Ignored: x.statement == e, Atomic: x.isAtomic(), held: x.heldLocks()})

	x.results = append(x.results, res)
	if locked := arg(ent.Roles.Locked); locked != None && x.rec(locked).kind != kConst {
		x.maybeDrop(ent, args, deref, locked, mm, at)
	}
	if p := arg(ent.Roles.Unlocked); p != None && x.rec(p).kind != kConst {
		old := x.load(&x.s, p, cBool, at)
		dropped := x.free()
		x.store(&x.s, p, x.choose(dropped, x.constant(1), old, at), at)
		x.letGo(mm, dropped, at)
		x.retaken = addFlag(x.retaken, lockFlag{p, lockAddr})
	}
	if p := arg(ent.Roles.Pages); p != None && x.rec(p).kind != kConst {
		x.fill(p, res)
		x.acquire(ent, res, p, at)
	} else if ent.Results.Pointer {
		x.acquire(ent, res, res, at)
	}
	for _, i := range []int{ent.Roles.VMAs} {
		if p := arg(i); p != None {
			x.lose(&x.s, p, "filled by "+ent.Name+"()", at)
		}
	}
	if nr := arg(ent.Roles.Nr); nr != None && !ent.Results.Pointer {
		x.assume(x.countOf(res, nr))
	}
	return res
}

// countOf is the condition that a result is an error or no more than was asked for.
func (x *executor) countOf(res, nr Term) Cond {
	if n, ok := x.number(nr); ok && n > 0 {
		return x.and(x.atMost(res, n), x.not(x.atMost(res, -4096)))
	}
	return x.not(x.and(x.equal(res, nr), x.atMost(res, -1))) // an error is not as many as were asked for
}

// counts does the same for the calls in a function that was called, with the
// numbers that it was given.
func (x *executor) counts(sum *Summary, m *mapper) Cond {
	c := True
	for i := range sum.Events {
		ev := &sum.Events[i]
		ent := x.eng.entry(nil, ev.Name)
		if ev.Kind != EvCall || ent == nil || ent.Results.Pointer || ent.Roles.Nr < 0 || ent.Roles.Nr >= len(ev.Args) {
			continue
		}
		nr := ev.Args[ent.Roles.Nr]
		if _, known := sum.Arena.number(nr); !known {
			c = x.and(c, x.countOf(m.term(ev.Result), m.term(nr)))
		}
	}
	return c
}

// widths gives the sizes of the types of arguments.
func (x *executor) widths(fr *frame, e *syntax.Call, args []Term) []uint8 {
	out := make([]uint8, len(args))
	for i := range min(len(args), len(e.Args)) {
		out[i] = x.ctype(fr, e.Args[i], args[i]).Bits
	}
	return out
}

// handedOn gives the sizes of the types of the arguments that a function was given
// for those of a call in it, where it hands them on as they are.
func (x *executor) handedOn(fr *frame, e *syntax.Call, args []Term, sum *Summary, ev *Event) []uint8 {
	out := make([]uint8, len(ev.Widths))
	for i, t := range ev.Args[:min(len(ev.Args), len(out))] {
		if r := sum.Arena.rec(t); r.kind == kParam && r.typ.Bits == ev.Widths[i] && int(r.val) < min(len(args), len(e.Args)) {
			out[i] = x.ctype(fr, e.Args[r.val], args[r.val]).Bits
		}
	}
	return out
}

// entryType is the type of an entry's result.
func entryType(ent *gup.Entry) CType {
	if ent.Results.Pointer {
		return cPtr
	}
	if t, ok := basicTypes[ent.Returns]; ok {
		return t
	}
	return cLong
}

// mmOf gives the mm that an entry works on: its argument, that of the vma it
// was given, or that of the current task.
func (x *executor) mmOf(ent *gup.Entry, args []Term, at Where) Term {
	if i := ent.Roles.MM; i >= 0 && i < len(args) {
		return args[i]
	}
	if i := ent.Roles.VMA; i >= 0 && i < len(args) {
		return x.load(&x.s, x.field(args[i], "vm_mm"), cPtr, at)
	}
	current := x.make(termRec{kind: kGlobal, str: "current"}, at)
	return x.load(&x.s, x.field(current, "mm"), cPtr, at)
}

// maybeDrop follows what an entry may do to the lock that *locked stands for.
func (x *executor) maybeDrop(ent *gup.Entry, args, deref []Term, locked, mm Term, at Where) {
	when := x.and(x.Guard(ent.Lock.Drops, args, deref), x.free())
	if when == False {
		return
	}
	old := x.load(&x.s, locked, cInt, at)
	x.store(&x.s, locked, x.choose(when, x.constant(0), old, at), at)
	lockAddr := x.field(mm, lockName)
	for _, a := range x.parts(lockAddr) {
		x.flags = addFlag(x.flags, lockFlag{locked, a})
	}
	lock := x.load(&x.s, lockAddr, cInt, at)
	x.setLock(lockAddr, x.choose(when, x.constant(LockNone), lock, at), at)
	x.letGo(mm, when, at)
}

// fill makes the elements of an array those that a call left there.
func (x *executor) fill(array, res Term) {
	if x.rec(array).kind == kIte {
		return
	}
	x.s.remove(func(o Term) bool { return !x.isTrack(o) && x.below(o, array) })
	if r := x.rec(array); r.kind == kElem {
		// The rest of an array: what stands before it is kept.
		x.s.set(x.mark(array), res)
		x.blur(&x.s, r.a, r.b)
		return
	}
	x.s.set(x.mark(array), res)
	x.s.set(array, x.apply(pageOf, res, array, cPtr, Where{}))
}

// Guard puts a condition of the contract in terms of a call's arguments.
// deref holds what pointer arguments point to, where that is known.
func (a *Arena) Guard(g gup.Guard, args, deref []Term) Cond {
	conds := make([]Cond, len(g.Nodes)+2)
	conds[1] = True
	free := map[string]Cond{}
	for i, n := range g.Nodes {
		q := a.guardAtom(n.Atom, args, deref, free)
		conds[i+2] = a.ite(q, conds[n.Yes], conds[n.No])
	}
	return conds[g.Root]
}

func (a *Arena) guardAtom(k gup.Atom, args, deref []Term, free map[string]Cond) Cond {
	if k.Kind != gup.Other && k.Param < len(args) {
		t := args[k.Param]
		switch k.Kind {
		case gup.HasBit:
			return a.Bit(t, uint8(k.N))
		case gup.NonNull:
			return a.Truth(t)
		case gup.ArgAtMost:
			return a.atMost(t, k.N)
		case gup.AtMost:
			if deref[k.Param] != None {
				return a.atMost(deref[k.Param], k.N)
			}
			return a.atMost(a.initial(t, 0, "", cInt, Where{}), k.N)
		}
	}
	c, ok := free[k.Text]
	if !ok {
		c = a.free()
		a.unasked[a.fresh] = true
		free[k.Text] = c
	}
	return c
}
