// SPDX-License-Identifier: MIT

package flow

import (
	"slices"
	"strings"

	"github.com/gupvet/gupvet/parser/syntax"
)

// atomicOps are the functions between which nobody may sleep, and what ends that:
// 1 begins, -1 ends (include/linux/spinlock.h, rwlock.h, rcupdate.h, preempt.h,
// irqflags.h, bottom_half.h; 5.10 to 7.3). Names of guards are there too:
// guard(spinlock)(&lock).
var atomicOps = map[string]int{
	"rcu_read_lock": 1, "rcu_read_unlock": -1, "rcu_read_lock_bh": 1, "rcu_read_unlock_bh": -1,
	"rcu_read_lock_sched": 1, "rcu_read_unlock_sched": -1,
	"preempt_disable": 1, "preempt_enable": -1, "preempt_enable_no_resched": -1,
	"local_irq_disable": 1, "local_irq_enable": -1, "local_irq_save": 1, "local_irq_restore": -1,
	"local_bh_disable": 1, "local_bh_enable": -1,

	"spinlock": 1, "spinlock_irq": 1, "spinlock_irqsave": 1, "spinlock_bh": 1,
	"raw_spinlock": 1, "raw_spinlock_irq": 1, "raw_spinlock_irqsave": 1,
	"rcu": 1, "preempt": 1, "irq": 1, "irqsave": 1,
}

func init() {
	for _, lock := range []string{"spin", "raw_spin", "read", "write"} {
		for _, suffix := range []string{"", "_irq", "_bh"} {
			atomicOps[lock+"_lock"+suffix] = 1
			atomicOps[lock+"_unlock"+suffix] = -1
		}
		atomicOps[lock+"_lock_irqsave"] = 1
		atomicOps[lock+"_unlock_irqrestore"] = -1
		atomicOps[lock+"_lock_nested"] = 1
	}
}

// atomicOp follows a function that begins or ends a stretch of code that must not
// sleep; done is false if it is none.
func (x *executor) atomicOp(fr *frame, e *syntax.Call, name string) (done bool) {
	change := atomicOps[name]
	if change == 0 || !x.eng.conf.Track {
		return false
	}
	args := x.args(fr, e.Args)
	if !x.s.dead {
		x.atomic(name, args, change)
	}
	return true
}

// atomic sets the cell of a lock, or that of the processor for what has none. A lock
// that is released without having been taken may be any of those that were, under
// another name: none of them is known to be held any more.
func (x *executor) atomic(name string, args []Term, change int) {
	base := x.place(atomicPlace(name))
	if strings.Contains(name, "lock") && !strings.HasPrefix(name, "rcu") && len(args) > 0 {
		base = args[0]
		if change < 0 && !x.Implies(x.s.pc, x.Truth(x.tracked(base, atomicName))) {
			x.loseAtomic()
		}
		if _, on := x.s.find(x.field(x.place(atomicPlace(name)), atomicName)); on && change < 0 {
			x.track(x.place(atomicPlace(name)), atomicName, 0) // spin_unlock_irqrestore() after local_irq_save()
		}
	}
	x.track(base, atomicName, int64((change+1)/2))
}

func (x *executor) place(name string) Term {
	return x.make(termRec{kind: kGlobal, str: name}, Where{})
}

// loseAtomic forgets what forbids to sleep, and leaves a mark for those who call the
// function: it may have been theirs.
func (x *executor) loseAtomic() {
	for _, c := range x.heldLocks() {
		if x.rec(c.addr).str == atomicName {
			x.s.set(c.addr, x.constant(0))
		}
	}
	x.track(x.place(lostLocks), atomicName, 0)
}

// lostLocks is the place of the mark of loseAtomic.
const lostLocks = "\x00lost"

func (a *Arena) isLostMark(addr Term) bool {
	r := a.rec(addr)
	return r.kind == kField && r.str == atomicName && a.rec(r.a).str == lostLocks
}

// atomicPlace names what a function without a lock is about.
func atomicPlace(name string) string {
	for _, part := range []string{"rcu", "preempt", "bh", "irq"} {
		if strings.Contains(name, part) {
			return part
		}
	}
	return name
}

// isAtomic is the condition that the code must not sleep.
func (x *executor) isAtomic() Cond {
	if !x.eng.conf.Track {
		return False
	}
	return x.forbidsSleep(x.s.mem)
}

// forbidsSleep is the condition that one of some locks forbids to sleep.
func (x *executor) forbidsSleep(locks []cell) Cond {
	c := False
	for _, m := range locks {
		if r := x.rec(m.addr); r.kind == kField && r.str == atomicName {
			c = x.or(c, x.Truth(m.val))
		}
	}
	return c
}

// otherLocks begin the names of functions about locks that are followed elsewhere, or
// have nothing to do with those that are.
var otherLocks = []string{"mutex_", "ww_mutex_", "rt_mutex_", "spin_", "raw_spin_", "srcu_", "inode_", "folio_", "lock_page", "unlock_page",
	"trylock_page", "dma_resv_", "cpus_read_"}

// asksAtomic are functions by which code finds out whether it may sleep: what it does
// then is its own affair (include/linux/preempt.h, irqflags.h, uaccess.h, gfp.h).
var asksAtomic = map[string]bool{
	"in_atomic": true, "preemptible": true, "preempt_count": true, "in_interrupt": true, "in_task": true, "in_nmi": true,
	"irqs_disabled": true, "raw_irqs_disabled": true, "pagefault_disabled": true, "faulthandler_disabled": true,
	"rcu_preempt_depth": true, "gfpflags_allow_blocking": true,
}

// mayLock follows that a function which is not followed may take or release locks:
// mmap_lock if its name speaks of locks, and those that forbid to sleep if its name or
// its text does.
func (x *executor) mayLock(fr *frame, name string) {
	if !x.eng.conf.Track || name == "" || slices.ContainsFunc(otherLocks, func(p string) bool { return strings.HasPrefix(name, p) }) {
		return
	}
	if asksAtomic[name] {
		x.loseAtomic()
		return
	}
	locks, unlocks := strings.Contains(name, "lock"), strings.Contains(name, "unlock")
	for _, c := range x.heldLocks() {
		n, known := x.number(c.val)
		free := known && n == 0
		switch atomic := x.rec(c.addr).str == atomicName; {
		case atomic && !free && (unlocks || x.textUnlocks(fr, name)):
			x.loseAtomic()
		case !atomic && (unlocks && !free || locks && !unlocks && free):
			x.s.set(c.addr, x.unknown("changed by "+name+"()", cInt, Where{}))
		}
	}
}

// textUnlocks tells whether a function that the file can see speaks of unlocking.
func (x *executor) textUnlocks(fr *frame, name string) bool {
	return slices.ContainsFunc(x.eng.prog.Local(fr.unit, name), func(f *Func) bool {
		return strings.Contains(f.Unit.Slice(f.Item.Body), "unlock")
	})
}
