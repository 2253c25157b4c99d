// SPDX-License-Identifier: MIT

package passes

import (
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
)

// Effects is the analyzer that finds flags that do nothing: the entry takes them,
// and as it is called the code never looks at them or cannot act on them.
var Effects = &analysis.Analyzer{
	Name:       "effects",
	Doc:        "finds flags without effect",
	Run:        func(pass *analysis.Pass) (any, error) { return effects(CallsOf(pass), RefusalsOf(pass)), nil },
	Requires:   []*analysis.Analyzer{Calls, Refusals},
	ResultType: reflect.TypeFor[[]*Idle](),
}

// IdleOf gives the flags without effect of a pass whose analyzer requires
// Effects.
func IdleOf(pass *analysis.Pass) []*Idle { return pass.ResultOf[Effects].([]*Idle) }

// A Reason tells why a flag has no effect.
type Reason uint8

// The reasons.
const (
	Unused    Reason = iota // the entry never looks at it
	NeverWait               // the call does not let go of mmap_lock, whatever the flags
	WithNowait
	WithNofault
)

// An Idle is a flag of a call that does nothing.
type Idle struct {
	View    *View
	Flag    string
	Reason  Reason
	Verdict Verdict
	// Use is where flags of the name are looked at, through whatever entry;
	// its place is empty if they never are.
	Use gup.Use
}

// effects looks at every flag that a call may set.
func effects(set *CallSet, refused *RefusalSet) []*Idle {
	var list []*Idle
	c := set.Snapshot.Contract
	set.Each(func(v *View) bool {
		if refused.Refuses(v) {
			return true
		}
		if v.Site.Entry.FlagKind != gup.FollFlags {
			return false
		}
		sure := false
		for _, f := range c.Flags {
			if v.Site.Entry.SetsFlag(f.Name) {
				continue
			}
			if i := v.idle(c, f.Name); i != nil {
				list = append(list, i)
				sure = sure || i.Verdict.Level == Sure
			}
		}
		return sure
	})
	return list
}

// idle tells whether a flag has no effect in a call, and why; nil if it has, or
// is not set.
func (v *View) idle(c *gup.Contract, flag string) *Idle {
	has := v.Has(c, flag)
	if has == flow.False {
		return nil
	}
	e := v.Site.Entry
	use, used := e.Use(flag)
	works := use.When
	if flag == gup.FollInterruptible {
		// A signal is looked for only where the lock was let go of.
		works = e.Interrupts()
	}
	nowait, nofault := v.bit(c, gup.FollNowait), v.bit(c, gup.FollNofault)
	alone := works.Assume(func(a gup.Atom) (bool, bool) {
		return false, a.Kind == gup.HasBit && (a.N == nowait || a.N == nofault)
	})
	a := v.Sum.Arena
	judge := func(r Reason, bad flow.Cond) *Idle {
		verdict := v.Judge(a.And(has, bad), v.bits(c, flag, gup.FollNowait, gup.FollNofault))
		if verdict.Level == No {
			return nil
		}
		return &Idle{View: v, Flag: flag, Reason: r, Verdict: verdict, Use: c.AnyUse(flag)}
	}
	free := v.Guard(alone)
	switch {
	case !used && flag != gup.FollInterruptible:
		return judge(Unused, flow.True)
	case flag == gup.FollInterruptible:
		if i := judge(NeverWait, a.Not(free)); i != nil {
			return i
		}
	}
	stuck := a.And(free, a.Not(v.Guard(works)))
	if i := judge(WithNofault, a.And(stuck, v.Has(c, gup.FollNofault))); i != nil {
		return i
	}
	return judge(WithNowait, a.And(stuck, v.Has(c, gup.FollNowait)))
}

// bit gives the number of a flag, -1 where the tree has none of that name.
func (v *View) bit(c *gup.Contract, flag string) int64 {
	if k, ok := c.Bit(flag); ok {
		return int64(k)
	}
	return -1
}

// bits lists the numbers of flags.
func (v *View) bits(c *gup.Contract, flags ...string) []uint8 {
	var list []uint8
	for _, f := range flags {
		if k, ok := c.Bit(f); ok {
			list = append(list, k)
		}
	}
	return list
}

// Finding begins a finding about a flag that does nothing; with tells further
// flags that have a part in it.
func (i *Idle) Finding(with ...string) *lint.Finding {
	f := i.View.Finding(i.Verdict)
	f.Steps = i.View.FlagSteps(i.View.contract(), i.Verdict, append([]string{i.Flag}, with...)...)
	f.Fixes = i.View.DropFlags(i.Verdict, i.Flag)
	return f
}

// Prove adds the line where the tree looks at the flag.
func (i *Idle) Prove(f *lint.Finding, text string) {
	i.View.Prove(f, i.Use.At, "%s %s", i.Flag, text)
}
