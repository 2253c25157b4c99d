// SPDX-License-Identifier: MIT

package flow

import (
	"slices"
	"strings"

	"github.com/gupvet/gupvet/parser/syntax"
)

// A lockOp is what a function does with an mmap_lock.
type lockOp struct {
	kind lockKind
	mode int64 // LockRead, LockWrite, LockHeld
}

type lockKind uint8

const (
	lkTake    lockKind = iota
	lkTakeErr          // returns 0 when it has the lock, else -EINTR
	lkTry              // returns true when it has the lock
	lkDrop
	lkAssert
	lkDowngrade
)

// lockOps are the functions that take, drop and assert mmap_lock: all of
// include/linux/mmap_lock.h, and those on the rw_semaphore itself for kernels
// and drivers that use them (include/linux/rwsem.h). The names serve as guards
// too: guard(mmap_read_lock)(mm).
var lockOps = map[string]lockOp{
	"mmap_read_lock":             {lkTake, LockRead},
	"mmap_read_lock_nested":      {lkTake, LockRead},
	"mmap_read_lock_killable":    {lkTakeErr, LockRead},
	"mmap_read_trylock":          {lkTry, LockRead},
	"mmap_read_unlock":           {lkDrop, LockRead},
	"mmap_read_unlock_non_owner": {lkDrop, LockRead},
	"mmap_write_lock":            {lkTake, LockWrite},
	"mmap_write_lock_nested":     {lkTake, LockWrite},
	"mmap_write_lock_killable":   {lkTakeErr, LockWrite},
	"mmap_write_trylock":         {lkTry, LockWrite},
	"mmap_write_unlock":          {lkDrop, LockWrite},
	"mmap_write_downgrade":       {lkDowngrade, LockRead},
	"mmap_assert_locked":         {lkAssert, LockHeld},
	"mmap_assert_write_locked":   {lkAssert, LockWrite},

	"down_read":                 {lkTake, LockRead},
	"down_read_nested":          {lkTake, LockRead},
	"down_read_killable":        {lkTakeErr, LockRead},
	"down_read_interruptible":   {lkTakeErr, LockRead},
	"down_read_trylock":         {lkTry, LockRead},
	"up_read":                   {lkDrop, LockRead},
	"down_write":                {lkTake, LockWrite},
	"down_write_nested":         {lkTake, LockWrite},
	"down_write_killable":       {lkTakeErr, LockWrite},
	"down_write_trylock":        {lkTry, LockWrite},
	"up_write":                  {lkDrop, LockWrite},
	"downgrade_write":           {lkDowngrade, LockRead},
	"rwsem_read":                {lkTake, LockRead}, // the guard's name
	"rwsem_write":               {lkTake, LockWrite},
	"lockdep_assert_held":       {lkAssert, LockHeld},
	"lockdep_assert_held_read":  {lkAssert, LockHeld},
	"lockdep_assert_held_write": {lkAssert, LockWrite},
	"rwsem_assert_held":         {lkAssert, LockHeld},
	"rwsem_assert_held_write":   {lkAssert, LockWrite},
}

// endOf precedes the name of a guard in that of the event at the end of its scope.
const endOf = "end of "

// Unlocks tells whether an operation on mmap_lock releases it: the end of a guard's
// scope does.
func Unlocks(name string) bool {
	guard, scope := strings.CutPrefix(name, endOf)
	op, ok := lockOps[guard]
	return ok && (scope || op.kind == lkDrop)
}

// IsLockOp tells whether a name is that of a function on mmap_lock, or on any
// semaphore.
func IsLockOp(name string) bool { return lockOps[name].mode != 0 }

// Locks tells whether a function of a name takes a lock that matters: an mmap_lock, or
// one that forbids to sleep. A guard may.
func Locks(name string) bool {
	op, ok := lockOps[name]
	return ok && op.kind <= lkTry || atomicOps[name] > 0 || name == "guard" || name == "scoped_guard"
}

// LockTakers lists the functions that take mmap_lock, by names of their own.
func LockTakers() []string {
	var list []string
	for name, op := range lockOps {
		if op.kind <= lkTry && strings.HasPrefix(name, "mmap_") {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// lockOwner gives the mm whose mmap_lock an address is: that of the semaphore
// &mm->mmap_lock, or mm itself; None if it is another lock.
func (x *executor) lockOwner(t Term) Term {
	r := x.rec(t)
	if r.kind == kField {
		switch r.str {
		case "mmap_lock", "mmap_sem":
			return r.a
		}
	}
	return None
}

// lockOp follows a function that deals with a lock.
func (x *executor) lockOp(fr *frame, e *syntax.Call, name string, op lockOp) Term {
	at := fr.where(e.Span)
	args := x.args(fr, e.Args)
	if x.s.dead || len(args) == 0 {
		return x.constant(0)
	}
	mm := args[0]
	if name[0] != 'm' {
		mm = x.lockOwner(mm)
	}
	if mm == None { // another semaphore
		if op.kind == lkTakeErr || op.kind == lkTry {
			return x.result(name, cInt, at)
		}
		return x.constant(0)
	}
	return x.lockChange(fr, name, op, mm, at, e)
}

func (x *executor) lockChange(fr *frame, name string, op lockOp, mm Term, at Where, e *syntax.Call) Term {
	x.noteLock(fr, name, mm, at, e)
	addr := x.field(mm, lockName)
	old := x.load(&x.s, addr, cInt, at)
	mode := x.constant(op.mode)
	if op.kind <= lkTry && x.eng.conf.Track {
		x.track(mm, takenName, 1)
	}
	switch op.kind {
	case lkTake, lkDowngrade:
		x.setLock(addr, mode, at)
	case lkDrop:
		x.setLock(addr, x.constant(LockNone), at)
		x.unlockedOther(addr)
		x.letGo(mm, True, at)
	case lkTakeErr:
		res := x.result(name, cInt, at)
		x.assume(x.atMost(res, 0))
		x.setLock(addr, x.choose(x.equalConst(res, 0), mode, x.notTaken(old), at), at)
		return res
	case lkTry:
		res := x.result(name, cInt, at)
		x.setLock(addr, x.choose(x.Truth(res), mode, x.notTaken(old), at), at)
		return res
	case lkAssert:
		if r := x.rec(old); r.kind == kInit || op.mode == LockWrite {
			x.setLock(addr, mode, at)
		}
	}
	return x.constant(0)
}

// notTaken is the state of a lock that could not be taken: nobody takes what he holds
// already.
func (x *executor) notTaken(old Term) Term {
	if x.rec(old).kind == kInit {
		return x.constant(LockNone)
	}
	return old
}

// setLock sets the state of a lock, or of each that it may be.
func (x *executor) setLock(lock, val Term, at Where) { x.store(&x.s, lock, val, at) }

// noteLock notes what is done to a lock, with the state it had.
func (x *executor) noteLock(fr *frame, name string, mm Term, at Where, e *syntax.Call) {
	if mm == None {
		return
	}
	old := x.load(&x.s, x.field(mm, lockName), cInt, at)
	x.note(Event{Kind: EvLock, Name: name, At: at, Use: fr.use, Call: e, MM: mm, Lock: old, Looked: x.looked(x.s.pc, x.field(mm, lockName))})
}

// cleanup does what leaving a scope does.
func (x *executor) cleanup(c *cleanup) {
	at := c.fr.where(c.at)
	if c.v != nil {
		v := x.load(&x.s, c.v.addr, cPtr, at)
		if x.eng.watched(c.guard) {
			x.note(Event{Kind: EvCall, Name: c.guard, At: at, Args: []Term{v}, Deref: make([]Term, 1),
				Result: x.constant(0)})
		}
		return
	}
	if atomicOps[c.guard] != 0 && x.eng.conf.Track {
		var args []Term
		for _, a := range c.args {
			args = append(args, x.eval(c.fr, a))
		}
		x.atomic(c.guard, args, -1)
		return
	}
	op, ok := lockOps[c.guard]
	if !ok || op.kind != lkTake || len(c.args) == 0 {
		return
	}
	mm := x.eval(c.fr, c.args[0])
	if c.guard[0] != 'm' {
		mm = x.lockOwner(mm)
	}
	if mm == None || x.s.dead {
		return
	}
	x.lockChange(c.fr, endOf+c.guard, lockOp{lkDrop, op.mode}, mm, at, nil)
}
