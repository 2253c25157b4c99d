// SPDX-License-Identifier: MIT

package contract

import (
	"slices"
	"strings"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// checks finds the combinations of arguments that an entry refuses, in the
// order in which the kernel tests them.
func (v *view) checks() {
	refused := flow.False
	for i := range v.s.Events {
		e := &v.s.Events[i]
		if e.Kind != flow.EvWarn && e.Kind != flow.EvBug || e.Call == nil || e.Raw == flow.True {
			continue
		}
		pc, ok := v.sure(e.PC)
		if !ok || pc == flow.False {
			continue
		}
		origin := e.Origin()
		c := gup.Check{At: at(origin.At), Macro: origin.Name, Text: checkText(origin), Effect: effect(e), Guard: v.s.ToGuard(pc), Alone: v.s.ToGuard(v.a.Simplify(v.onArgs(e.Raw), v.a.Not(refused)))}
		c.Returns = v.returns(pc)
		v.Checks = append(v.Checks, c)
		if c.Effect != gup.Debug {
			refused = v.a.Or(refused, pc)
		}
	}
	v.valid = v.a.And(v.a.Config(v.f.Cond()), v.a.Not(refused))
	v.silent()
	if i := v.Roles.Nr; i >= 0 {
		v.valid = v.a.And(v.valid, v.a.Not(v.a.AtMost(v.a.Param(v.f, i), 0)))
	}
	v.allowed()
}

// sure gives the part of a condition that depends on arguments alone, if the
// configuration does not decide it as well; ok is false otherwise.
func (v *view) sure(c flow.Cond) (flow.Cond, bool) {
	c = v.a.WithoutConfig(v.a.Simplify(c, v.a.Config(v.f.Cond())))
	return c, v.a.OnArguments(c) == c
}

func (v *view) onArgs(c flow.Cond) flow.Cond {
	return v.a.OnArguments(v.a.Simplify(c, v.a.Config(v.f.Cond())))
}

// amongValid puts a condition as simply as can be, given that the arguments are
// valid; what *locked must be for that is no question then.
func (v *view) amongValid(c flow.Cond) flow.Cond {
	valid := v.a.Consistent(v.onArgs(v.valid))
	c = v.a.WithoutTargets(v.a.Consistent(v.a.And(v.onArgs(c), valid)))
	return v.a.Simplify(c, v.a.WithoutTargets(valid))
}

// effect tells what a check does.
func effect(e *flow.Event) gup.Effect {
	switch {
	case strings.HasPrefix(e.Name, "VM_"):
		return gup.Debug
	case e.Kind == flow.EvBug:
		return gup.Stops
	}
	return gup.Warns
}

// checkText spells the condition of a check as the source has it.
func checkText(e *flow.Event) string {
	call, ok := e.Call, e.Call != nil && len(e.Call.Args) > 0
	if !ok {
		return ""
	}
	return syntax.Text(call.Args[0])
}

// returns tells what the entry returns where pc holds, "" if that is not one
// value.
func (v *view) returns(pc flow.Cond) string {
	found := ""
	for _, val := range v.s.Results() {
		if !v.a.Possible(v.a.And(val.When, pc)) {
			continue
		}
		n, ok := v.a.Number(val.Term)
		text := v.number(n)
		if !ok || found != "" && found != text {
			return ""
		}
		found = text
	}
	return found
}

// number spells a returned number.
func (v *view) number(n int64) string {
	if n < 0 {
		if s := gup.ErrnoName(n); s != "" {
			if v.Results.Pointer {
				return "ERR_PTR(" + s + ")"
			}
			return s
		}
	}
	if n == 0 && v.Returns == "bool" {
		return "false"
	}
	if n == 0 && v.Results.Pointer {
		return "NULL"
	}
	return itoa(n)
}

// silent finds what is refused without a word: an error is returned on grounds
// of the arguments alone, and no check before said so.
func (v *view) silent() {
	for _, val := range v.s.Results() {
		n, ok := v.a.Number(val.Term)
		if !ok || n > 0 || n == 0 && !v.Results.Pointer {
			continue
		}
		// Where it is sure to be returned: nothing else can be.
		other := v.a.And(v.s.PC, v.a.Not(val.When))
		sure := v.a.And(v.a.And(v.valid, v.onArgs(val.When)), v.a.Not(v.onArgs(other)))
		if !v.a.Possible(sure) {
			continue
		}
		v.Checks = append(v.Checks, gup.Check{At: v.returnAt(n, sure), Text: v.text(v.amongValid(sure)), Effect: gup.Refuses,
			Returns: v.number(n), Guard: v.s.ToGuard(v.onArgs(sure)), Alone: v.s.ToGuard(v.amongValid(sure))})
		v.valid = v.a.And(v.valid, v.a.Not(sure))
	}
}

// returnAt finds the return statement that returns n where c holds.
func (v *view) returnAt(n int64, c flow.Cond) gup.Place {
	for i := range v.s.Events {
		e := &v.s.Events[i]
		if m, ok := v.a.Number(e.Result); e.Kind == flow.EvReturn && ok && m == n && v.a.Possible(v.a.And(e.PC, c)) {
			return at(e.At)
		}
	}
	return v.At
}

// allowed finds the set of flags that are let pass, if a check refuses all
// others: it is then refused with a bit that no flag has.
func (v *view) allowed() {
	if v.flags == flow.None || v.FlagKind != gup.FollFlags {
		return
	}
	known := uint64(0)
	for _, f := range v.r.c.Flags {
		known |= f.Value
	}
	spare, ok := spareBit(known)
	if !ok {
		return
	}
	k := v.r.refusedBy(v.Entry, 1<<spare)
	if k == nil {
		return
	}
	k.Mask = true
	for _, f := range v.r.c.Flags {
		if v.r.refusedBy(v.Entry, f.Value) == nil {
			v.Allowed = append(v.Allowed, f.Name)
		}
	}
}

// spareBit gives a bit of 32 that no flag has.
func spareBit(known uint64) (uint8, bool) {
	for k := uint8(31); k > 0; k-- {
		if known>>k&1 == 0 {
			return k, true
		}
	}
	return 0, false
}

// uses finds out for each flag when it is looked at, once the arguments have
// been accepted.
func (v *view) uses() {
	if v.flags == flow.None || v.FlagKind != gup.FollFlags {
		return
	}
	for _, fl := range v.r.c.Flags {
		k, ok := bitOf(fl.Value)
		if !ok {
			continue
		}
		when := flow.False
		var first *flow.Event
		for i := range v.s.Events {
			e := &v.s.Events[i]
			if e.Kind != flow.EvUse || e.Bit != k || e.Depth() == 0 || !v.a.DependsOnBit(e.Tested, v.flags, k) {
				continue
			}
			pc := v.a.And(v.a.OnArguments(e.PC), v.valid)
			if !v.a.Possible(pc) || v.isValidation(e) {
				continue
			}
			when = v.a.Or(when, pc)
			if first == nil {
				first = e
			}
		}
		if first != nil {
			v.Uses = append(v.Uses, gup.Use{Flag: fl.Name, At: at(first.Origin().At), When: v.s.ToGuard(v.amongValid(when))})
		}
	}
}

// isValidation tells whether a flag is looked at only to refuse it: the place is
// within a function that does nothing but make checks, and returns whether they
// passed.
func (v *view) isValidation(e *flow.Event) bool {
	fn := e.Origin().Fn
	calls := fn.Unit.CallsIn(fn.Item.Body)
	return fn.Syntax().Ret.Base == "bool" && slices.ContainsFunc(fn.Syntax().Params, func(p syntax.Param) bool {
		return strings.Contains(p.Name, "flags")
	}) && slices.ContainsFunc(calls, func(n parser.Name) bool { return strings.Contains(n.Text, "WARN_ON") }) &&
		!slices.ContainsFunc(calls, func(n parser.Name) bool {
			return strings.ToUpper(n.Text) != n.Text && !strings.HasSuffix(n.Text, "likely")
		})
}
