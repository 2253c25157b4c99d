// SPDX-License-Identifier: MIT

package flow

import "slices"

// A lockFlag is a variable that tells whether an mmap_lock is still held, since a
// call was given a pointer to it as locked: the addresses of both.
type lockFlag struct{ flag, lock Term }

func addFlag(list []lockFlag, f lockFlag) []lockFlag {
	if slices.Contains(list, f) {
		return list
	}
	return append(list, f)
}

// flagsOutside lists the variables that are there when the function has returned,
// for its summary.
func (x *executor) flagsOutside(m *mapper) (list []lockFlag) {
	for _, f := range x.flags {
		if x.outlives(f.flag, nil) && x.outlives(f.lock, nil) {
			list = append(list, lockFlag{m.term(f.flag), m.term(f.lock)})
		}
	}
	return list
}

// takeFlags takes over those of a function that was called.
func (x *executor) takeFlags(sum *Summary, m *mapper) {
	for _, f := range sum.flags {
		for _, lock := range x.parts(m.term(f.lock)) {
			x.flags = addFlag(x.flags, lockFlag{m.term(f.flag), lock})
		}
	}
}

// looked tells whether code is only reached where a variable says that a lock is
// held.
func (x *executor) looked(pc Cond, lock Term) bool {
	return slices.ContainsFunc(x.flags, func(f lockFlag) bool {
		if f.lock != lock {
			return false
		}
		v := x.load(&x.s, f.flag, cInt, Where{})
		if _, known := x.number(v); known {
			return false
		}
		return !x.Possible(x.and(pc, x.not(x.Truth(v))))
	})
}

// lockIs is when a lock is held in some way in a state, as far as that is known.
func (x *executor) lockIs(s *state, lock Term, mode int64) Cond {
	c := False
	x.eachLeaf(x.load(s, lock, cInt, Where{}), s.pc, nil, func(l leaf) {
		if v, ok := x.number(l.val); ok && v == mode {
			c = x.or(c, l.when)
		}
	})
	return c
}

// flagged is when a variable says in a state that its lock is held.
func (x *executor) flagged(s *state, f lockFlag) Cond {
	return x.equalConst(x.load(s, f.flag, cInt, Where{}), 1)
}

// flagIn finds a variable that tells the truth about a lock when a loop begins and
// when it comes back.
func (x *executor) flagIn(lock Term, entry, back *state) (lockFlag, bool) {
	for _, f := range x.flags {
		if f.lock != lock {
			continue
		}
		before, after, none := x.flagged(entry, f), x.flagged(back, f), x.lockIs(back, lock, LockNone)
		held := x.and(back.pc, x.not(none))
		if !x.Possible(x.and(x.lockIs(entry, lock, LockNone), before)) && !x.Possible(x.and(none, after)) &&
			!x.Possible(x.and(held, x.and(before, x.not(after)))) {
			return f, true
		}
	}
	return lockFlag{}, false
}

// relate makes the state of a lock at the head of a loop what its variable says
// there. It tells whether that is new.
func (x *executor) relate(f lockFlag, head, entry, back *state, phis map[Term]*phi) bool {
	p, old := phis[f.lock], x.load(entry, f.lock, cInt, Where{})
	if p == nil {
		p = &phi{entry: old}
		phis[f.lock] = p
	}
	before := x.flagged(entry, f)
	for _, s := range []*state{entry, back} {
		if s == entry && before == False {
			continue
		}
		for _, v := range x.values(x.load(s, f.lock, cInt, Where{})) {
			n, known := x.number(v)
			switch {
			case known && n == LockNone || v == p.held:
			case p.held == None:
				p.held = v
			case x.rec(p.held).kind != kFresh:
				p.held = x.unknown("held in one way or another", cInt, Where{})
			}
		}
	}
	if p.held == None {
		p.held = x.constant(LockNone)
	}
	gone := x.choose(before, x.constant(LockNone), old, Where{})
	if _, taken := x.number(p.held); taken && before == False {
		gone = x.notTaken(old) // the loop takes it
	}
	val := x.choose(x.flagged(head, f), p.held, gone, Where{})
	if x.load(head, f.lock, cInt, Where{}) == val {
		return false
	}
	head.set(f.lock, val)
	return true
}

// keepers are functions that are given an mm and leave its mmap_lock alone
// (linux/sched/mm.h), besides those that look for a vma.
var keepers = map[string]bool{"mmput": true, "mmput_async": true, "mmdrop": true, "mmget": true, "mmgrab": true, "mmget_not_zero": true}

// isAboutLocks tells whether it is known what a function does to mmap_lock.
func isAboutLocks(name string) bool {
	_, lock := lockOps[name]
	_, lookup := vmaLookups[name]
	return lock || lookup || harmless[name] || keepers[name]
}

// handLocks notes that a function that is not followed is given an mm: it may let go
// of the lock.
func (x *executor) handLocks(name string, args []Term) {
	if isAboutLocks(name) || !x.eng.conf.Track {
		return
	}
	for _, f := range slices.Concat(x.flags, x.retaken) {
		mm := x.rec(f.lock).a
		if x.rec(f.lock).kind == kField && slices.ContainsFunc(args, func(t Term) bool { return x.leadsTo(t, mm) }) {
			x.track(mm, handedName, 1)
		}
	}
}

// unlockedOther notes that a lock is let go of: it may be another name of one that a
// variable tells of.
func (x *executor) unlockedOther(lock Term) {
	if n, known := x.number(x.load(&x.s, lock, cInt, Where{})); !x.eng.conf.Track || known && n != LockNone {
		return
	}
	for _, f := range slices.Concat(x.flags, x.retaken) {
		if mm := x.rec(f.lock).a; f.lock != lock && x.rec(f.lock).kind == kField {
			x.track(mm, handedName, 1)
		}
	}
}

// isLock tells whether an address is that of the state of a lock, or of one of some.
func (x *executor) isLock(addr Term) bool {
	return !slices.ContainsFunc(x.values(addr), func(t Term) bool { r := x.rec(t); return r.kind != kField || r.str != lockName })
}

// leadsTo tells whether who is given a value can find an mm by it.
func (x *executor) leadsTo(t, mm Term) bool {
	if x.rec(t).kind == kConst {
		return false
	}
	return x.Mentions(mm, t) || slices.ContainsFunc(x.s.mem, func(c cell) bool {
		return !x.isTrack(c.addr) && x.below(c.addr, t) && x.Mentions(c.val, mm)
	})
}

// keepsLocks notes, where the function returns, a lock that is held or not as a
// variable tells of which nobody else knows.
func (x *executor) keepsLocks(result Term, at Where) {
	if !x.eng.conf.Track {
		return
	}
	for _, f := range slices.Concat(x.flags, x.retaken) {
		mm := x.rec(f.lock).a
		pc := x.and(x.s.pc, x.equalConst(x.tracked(mm, handedName), 0))
		flagged, none := x.flagged(&x.s, f), x.lockIs(&x.s, f.lock, LockNone)
		held := x.and(pc, x.lockIs(&x.s, f.lock, LockRead))
		if x.rec(f.lock).kind != kField || x.rec(x.base(f.flag)).kind != kVar || x.Possible(x.and(held, x.not(flagged))) {
			continue
		}
		none = x.and(pc, x.and(none, x.not(flagged)))
		for _, l := range x.leavesOf(result) { // callers cannot tell one from the other
			h, n := x.and(held, l.when), x.and(none, l.when)
			if x.Possible(x.whateverCount(h)) && x.Possible(n) && !x.leavesWord(h, n) {
				x.note(Event{Kind: EvKeptLock, At: at, MM: mm, PC: x.or(h, n), Tested: h})
			}
		}
	}
}

// whateverCount is where a condition holds however often loops went round: a test
// whether they did at all may say the same as the state of a lock.
func (x *executor) whateverCount(c Cond) Cond {
	return x.not(x.exists(x.not(c), func(v int32) bool {
		k := x.atomKey[v]
		return k.kind == atLE && x.rec(x.uncast(k.a)).str == inALoop
	}))
}

// leavesWord tells whether memory that outlives the function tells one condition
// from another.
func (x *executor) leavesWord(c, d Cond) bool {
	return slices.ContainsFunc(x.s.mem, func(m cell) bool {
		if x.isTrack(m.addr) || x.rec(m.val).kind != kIte || x.rec(m.addr).str == lockName || !x.outlives(m.addr, nil) {
			return false
		}
		return slices.ContainsFunc(x.leaves(m.val), func(l leaf) bool {
			return x.Possible(x.and(c, l.when)) != x.Possible(x.and(d, l.when))
		})
	})
}

// leavesOf gives the values of a result; one of which nothing is known if there is
// none.
func (x *executor) leavesOf(result Term) []leaf {
	if result == None {
		return []leaf{{None, True}}
	}
	return x.leaves(result)
}
