// SPDX-License-Identifier: MIT

package flow

import (
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

// atomic sets the cell of a lock, or that of the processor for what has none.
func (x *executor) atomic(name string, args []Term, change int) {
	base := x.make(termRec{kind: kGlobal, str: atomicPlace(name)}, Where{})
	if strings.Contains(name, "lock") && !strings.HasPrefix(name, "rcu") && len(args) > 0 {
		base = args[0]
	}
	x.track(base, atomicName, int64((change+1)/2))
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
