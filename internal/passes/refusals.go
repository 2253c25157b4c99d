// SPDX-License-Identifier: MIT

package passes

import (
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
)

// Refusals is the analyzer that finds the calls whose arguments the tree's own
// checks refuse. Of several that refuse a call the kernel comes to one first; it
// is the one that is told of.
var Refusals = &analysis.Analyzer{
	Name:       "refusals",
	Doc:        "finds calls that the checks of the family refuse",
	Run:        func(pass *analysis.Pass) (any, error) { return refusals(CallsOf(pass)), nil },
	Requires:   []*analysis.Analyzer{Calls},
	ResultType: reflect.TypeFor[*RefusalSet](),
}

// A RefusalSet holds the refused calls of a tree.
type RefusalSet struct {
	List []*Refusal
	sure map[string]bool // by the key of the view
}

// Refuses tells whether a call as it is seen, or as a function nearer to the entry
// sees it, is sure to be refused, so that nothing else about it matters.
func (s *RefusalSet) Refuses(v *View) bool {
	key := v.key()
	return s.sure[key] || prefixDone(s.sure, key)
}

// RefusalsOf gives the refused calls of a pass whose analyzer requires Refusals.
func RefusalsOf(pass *analysis.Pass) *RefusalSet { return pass.ResultOf[Refusals].(*RefusalSet) }

// A Refusal is a call that a check refuses.
type Refusal struct {
	Kind    gup.Misuse
	View    *View
	Check   *gup.Check
	Cause   gup.Cause
	Verdict Verdict
	// Each are all flags of the call for each of which it would be refused; none
	// where it takes more than one flag, or something else.
	Each []string
	// Others are further kinds of misuse of the same call, which the kernel
	// would come to if the first was mended.
	Others []gup.Misuse
}

// refusals judges every call by every check of its entry.
func refusals(set *CallSet) *RefusalSet {
	out := &RefusalSet{sure: map[string]bool{}}
	c := set.Snapshot.Contract
	set.Each(func(v *View) bool {
		var first, may *Refusal
		before := flow.False // an earlier check refuses the call
		for i := range v.Site.Entry.Checks {
			k := &v.Site.Entry.Checks[i]
			if k.Effect == gup.Debug {
				continue
			}
			verdict := v.judgeCheck(k, before)
			before = v.Sum.Arena.Or(before, v.Guard(k.Guard))
			if verdict.Level == No {
				continue
			}
			r := v.refusal(c, k, verdict)
			switch {
			case verdict.Level == May:
				may = cmpOr(may, r)
			case first == nil:
				first = r
				first.Others = v.others(c, k, verdict)
			}
		}
		if first == nil {
			first = may
		}
		if first == nil {
			return false
		}
		out.List = append(out.List, first)
		sure := first.Verdict.Level == Sure
		if sure {
			out.sure[v.key()] = true
		}
		return sure
	})
	return out
}

// judgeCheck judges a call by a check, where earlier ones refuse it if before
// holds. What the check is about may be certain, and only whether the kernel gets
// to it is not: an array that may be NULL leads to an earlier refusal.
func (v *View) judgeCheck(k *gup.Check, before flow.Cond) Verdict {
	a, guard := v.Sum.Arena, v.Guard(k.Guard)
	verdict := v.Judge(guard, bitsIn(k.Guard))
	if verdict.Level == Sure || before == flow.False {
		return verdict
	}
	alone := v.Judge(a.And(v.Guard(k.Alone), a.Or(before, guard)), bitsIn(k.Guard))
	if alone.Level > verdict.Level && a.Possible(a.And(alone.When, guard)) {
		return alone
	}
	return verdict
}

func cmpOr(a, b *Refusal) *Refusal {
	if a != nil {
		return a
	}
	return b
}

// refusal describes a refused call.
func (v *View) refusal(c *gup.Contract, k *gup.Check, verdict Verdict) *Refusal {
	why := v.cause(c, k, verdict.When)
	r := &Refusal{Kind: c.Classify(v.Site.Entry, k, why), View: v, Check: k, Cause: why, Verdict: verdict}
	if len(why.Flags) == 1 {
		r.Each = c.Names(v.each(k, verdict.When))
	}
	return r
}

// others lists what else is refused about a call, the first check aside.
func (v *View) others(c *gup.Contract, first *gup.Check, verdict Verdict) []gup.Misuse {
	var list []gup.Misuse
	main := c.Classify(v.Site.Entry, first, v.cause(c, first, verdict.When))
	for i := range v.Site.Entry.Checks {
		k := &v.Site.Entry.Checks[i]
		if k == first || k.Effect == gup.Debug || !v.Sum.Arena.Implies(verdict.When, v.Guard(k.Alone)) {
			continue
		}
		if kind := c.Classify(v.Site.Entry, k, v.cause(c, k, verdict.When)); kind != main && !slices.Contains(list, kind) {
			list = append(list, kind)
		}
	}
	return list
}

// cause finds the smallest set of flags with which a check refuses a call as it
// is made where a condition holds, and tells what else has a part in it.
func (v *View) cause(c *gup.Contract, k *gup.Check, when flow.Cond) gup.Cause {
	e := v.Site.Entry
	holds := func(flags uint64, override override) bool { return v.refuses(k.Alone, when, flags, override) }
	good := func(param int, kind gup.AtomKind, answer bool) func(gup.Atom) (bool, bool) {
		return func(atom gup.Atom) (bool, bool) { return answer, atom.Kind == kind && atom.Param == param }
	}
	must := v.Flags(when).Must
	flags, ok := smallest(must, bitsIn(k.Alone), func(f uint64) bool { return holds(f, asIs) })
	why := gup.Cause{}
	if !ok {
		return why
	}
	why.Flags = c.Names(flags)
	why.NullPages = !holds(must, good(e.Roles.Pages, gup.NonNull, true))
	why.Locked = e.Roles.Locked >= 0 && flags == 0 && !holds(must, func(atom gup.Atom) (bool, bool) {
		return atom.N >= 1, atom.Kind == gup.AtMost && atom.Param == e.Roles.Locked
	})
	why.Count = !holds(must, func(atom gup.Atom) (bool, bool) {
		return atom.N >= 1, atom.Kind == gup.ArgAtMost && atom.Param == e.Roles.Nr
	})
	if flags == 0 && !why.NullPages && !why.Locked && !why.Count {
		// What the check itself is about is refused with the flags that lead to it.
		if flags, ok = smallest(must, bitsIn(k.Guard), func(f uint64) bool {
			return v.refuses(k.Guard, when, f, good(e.Roles.Pages, gup.NonNull, true))
		}); ok {
			why.Flags = c.Names(flags)
		}
	}
	return why
}

// each lists the flags of a call, as it is made where a condition holds, for each of
// which a check refuses it.
func (v *View) each(k *gup.Check, when flow.Cond) uint64 {
	var flags uint64
	for _, b := range bitsIn(k.Alone) {
		if v.Flags(when).Must>>b&1 != 0 && v.refuses(k.Alone, when, 1<<b, asIs) {
			flags |= 1 << b
		}
	}
	return flags
}

// An override answers questions of a guard in place of the call.
type override func(gup.Atom) (answer, ok bool)

func asIs(gup.Atom) (answer, ok bool) { return false, false }

// refuses tells whether a guard refuses a call, as it is made where a condition
// holds, with other flags.
func (v *View) refuses(g gup.Guard, when flow.Cond, flags uint64, override override) bool {
	return g.Holds(func(atom gup.Atom) bool {
		if answer, ok := override(atom); ok {
			return answer
		}
		if atom.Kind == gup.HasBit {
			return flags>>uint(atom.N)&1 != 0
		}
		return v.Sum.Arena.Implies(when, v.Guard(gup.Guard{Root: 2, Nodes: []gup.GuardNode{{Atom: atom, Yes: 1}}}))
	})
}

// smallest finds the smallest subset of flags, of up to three of the given bits,
// for which test holds; all of them if none does but all.
func smallest(flags uint64, bits []uint8, test func(uint64) bool) (uint64, bool) {
	if test(0) {
		return 0, true
	}
	var set []uint64
	for _, k := range bits {
		if flags>>k&1 != 0 {
			set = append(set, 1<<k)
		}
	}
	for _, x := range set {
		if test(x) {
			return x, true
		}
	}
	for i, x := range set {
		for _, y := range set[i+1:] {
			if test(x | y) {
				return x | y, true
			}
		}
	}
	return flags, test(flags)
}
