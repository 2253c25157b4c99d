// SPDX-License-Identifier: MIT

package contract

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// lock finds out who takes mmap_lock and whether it can be dropped.
func (v *view) lock() {
	v.Lock.State = gup.NotTaken
	if v.Roles.VMA >= 0 { // which is there as long as the lock is held
		v.Lock.State, v.Lock.At = gup.CallerHolds, v.At
	}
	faulted := false // the fault handler may have let go of the lock
	when := flow.False
	for i := range v.s.Events {
		e := &v.s.Events[i]
		if !v.a.Possible(v.a.And(e.PC, v.valid)) {
			continue
		}
		faulted = faulted || e.Kind == flow.EvCall && e.Name == faultHandler
		switch {
		case e.Kind == flow.EvLock && takes(e.Name) && (v.untouched(e.Lock) || e.Inner == nil && !faulted && v.mayBeUntouched(e)):
			if v.Lock.State != gup.TakesItself {
				v.Lock.State, v.Lock.At = gup.TakesItself, at(e.Origin().At)
			}
			when = v.a.Or(when, v.onArgs(v.a.And(e.PC, v.valid)))
		case v.Lock.State == gup.TakesItself:
		case e.Kind == flow.EvLock && strings.Contains(e.Name, "assert") && v.a.IsInitial(e.Lock) && v.Lock.State == gup.NotTaken,
			e.Kind == flow.EvCall && e.Name == faultHandler && v.Lock.State == gup.NotTaken:
			v.Lock.State, v.Lock.At = gup.CallerHolds, at(e.Origin().At)
		}
	}
	if v.Lock.State == gup.TakesItself {
		v.Lock.Takes = gup.Always
		if i := v.Roles.Locked; i >= 0 {
			v.Lock.Takes = v.s.ToGuard(v.a.Simplify(when, v.a.Consistent(v.onArgs(v.valid))))
		}
	}
	v.drops()
}

// untouched tells whether a lock is still in the state that the caller left it
// in.
func (v *view) untouched(lock flow.Term) bool {
	return v.a.IsInitial(lock)
}

// mayBeUntouched tells whether a lock may still be in the state that the caller
// left it in, as in the first round of a loop that takes and releases it.
func (v *view) mayBeUntouched(e *flow.Event) bool {
	return slices.ContainsFunc(v.a.Values(e.Lock, v.a.And(e.PC, v.valid)), func(x flow.Value) bool { return v.a.IsInitial(x.Term) })
}

// takes tells whether a lock operation takes the lock.
func takes(name string) bool {
	return strings.Contains(name, "lock") && !strings.Contains(name, "unlock") && !strings.Contains(name, "assert") &&
		!strings.HasPrefix(name, "might_") || strings.HasPrefix(name, "down_")
}

// drops finds out when the lock may be released while the entry runs: when
// *locked can become 0, or *unlocked true.
func (v *view) drops() {
	retaken := v.retakes()
	i := v.Roles.Locked
	if i < 0 {
		i = v.Roles.Unlocked
		v.Lock.Retaken = i >= 0
	}
	if i < 0 || v.Lock.State != gup.CallerHolds {
		return
	}
	p := v.a.Param(v.f, i)
	val, ok := v.s.Written(p)
	if !ok {
		return
	}
	// *locked is 1 on entry and 0 when the lock was dropped; *unlocked is
	// false and then true.
	initial, when := int64(1), v.a.EqualConst(val, 0)
	if v.Lock.Retaken {
		initial, when = 0, v.a.Not(when)
	}
	entry := v.a.And(v.a.Truth(p), v.a.EqualConst(v.a.Target(p), initial))
	when = v.onArgs(v.a.And(v.a.And(when, v.s.PC), v.a.And(v.valid, entry)))
	if retaken != flow.False { // either may be known better than the other
		when = v.a.And(when, v.onArgs(retaken))
	}
	v.Lock.Drops = v.s.ToGuard(v.amongValid(when))
}

// retakes finds out when the lock is taken again after it was dropped in
// between: that is when the entry waits with the lock released, whoever took it
// first.
func (v *view) retakes() flow.Cond {
	when := flow.False
	for i := range v.s.Events {
		e := &v.s.Events[i]
		if e.Kind != flow.EvLock || !takes(e.Name) || v.untouched(e.Lock) {
			continue
		}
		when = v.a.Or(when, v.a.And(v.a.OnArguments(e.PC), v.valid))
		if v.Lock.DropsAt.File == "" {
			v.Lock.DropsAt = at(e.Origin().At)
		}
	}
	v.Lock.Drops = v.s.ToGuard(v.amongValid(when))
	return when
}

// results finds out what can come back.
func (v *view) results() {
	res := &v.Results
	for _, c := range v.Checks {
		if c.Effect == gup.Warns && c.Returns != "" {
			res.Invalid = c.Returns
		}
	}
	for _, val := range v.s.Results() {
		when := v.a.And(val.When, v.valid)
		if !v.a.Possible(when) {
			continue
		}
		n, ok := v.a.Number(val.Term)
		switch {
		case ok && n == 0 && res.Pointer:
			res.Null = true
		case ok && n < 0:
			if name := gup.ErrnoName(n); name != "" && !slices.Contains(res.Errnos, name) {
				res.Errnos = append(res.Errnos, name)
			}
		case !ok:
			res.Short = res.Short || !res.Pointer && v.Returns != "bool"
		}
	}
	slices.Sort(res.Errnos)
	if res.Short {
		zero := v.notWaiting()
		if v.Lock.State == gup.NotTaken {
			zero = v.valid // nothing is faulted in
		}
		res.Zero = v.s.ToGuard(v.amongValid(zero))
	}
	if u, ok := v.Use(gup.FollInterruptible); ok {
		res.Interrupted = u.When
	}
	if v.Lock.State == gup.TakesItself && slices.Contains(res.Errnos, "-EAGAIN") {
		res.Killed = "-EAGAIN"
	}
}

// notWaiting is when the fault handler may be told not to wait, so that no page
// is there although there is no error.
func (v *view) notWaiting() flow.Cond {
	nowait := v.r.faultModel().Nowait
	when := flow.False
	for i := range v.s.Events {
		e := &v.s.Events[i]
		if e.Kind == flow.EvCall && e.Name == faultHandler {
			when = v.a.Or(when, v.a.And(v.valid, v.a.And(e.PC, v.a.HasAny(e.Args[v.r.faultModel().Arg], nowait))))
		}
	}
	return when
}
