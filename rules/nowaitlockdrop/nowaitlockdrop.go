// SPDX-License-Identifier: MIT

package nowaitlockdrop

import (
	_ "embed"
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
)

//go:embed doc.go
var doc string

// Rule is nowait-lock-drop.
var Rule = lint.NewRule("nowait-lock-drop", lint.Error, doc, run, passes.Calls, passes.Refusals)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	list := passes.RefusalFindings(pass, gup.NowaitLockDrop, func(r *passes.Refusal) string {
		return fmt.Sprintf("%s() cannot return without a page as %s lets it", r.View.Site.Entry.Name, r.Flags())
	}, func(r *passes.Refusal) []lint.Fix {
		if !r.View.MaySleep() {
			return nil
		}
		return r.View.DropFlags(r.Verdict, r.Cause.Flags...)
	})
	set, refused := passes.CallsOf(pass), passes.RefusalsOf(pass)
	c := set.Snapshot.Contract
	set.Each(func(v *passes.View) bool {
		if refused.Refuses(v) {
			return true
		}
		verdict := pointless(c, v)
		if verdict.Level == passes.No {
			return false
		}
		f := v.Finding(verdict)
		f.Severity = lint.Warning
		f.Message = fmt.Sprintf("%s keeps mmap_lock held, so the locked pointer of %s() is in vain", gup.FollNowait, v.Site.Entry.Name)
		f.Steps = v.FlagSteps(c, verdict, gup.FollNowait)
		v.Prove(f, c.AnyUse(gup.FollNowait).At, "with %s the fault handler keeps the lock", gup.FollNowait)
		if verdict.Always {
			f.Fixes = v.WithoutPointer(v.Site.Entry.Roles.Locked)
		}
		list = append(list, f)
		return verdict.Level == passes.Sure
	})
	return list, nil
}

// pointless tells whether a call has both the flag and a locked pointer, and
// could drop the lock without the flag. A pointer that is also given without the
// flag serves those calls.
func pointless(c *gup.Contract, v *passes.View) passes.Verdict {
	e := v.Site.Entry
	locked := v.Arg(e.Roles.Locked)
	k, ok := c.Bit(gup.FollNowait)
	if locked == flow.None || !ok {
		return passes.Verdict{}
	}
	drops := e.Lock.Drops.Assume(func(a gup.Atom) (bool, bool) { return false, a.Kind == gup.HasBit && a.N == int64(k) })
	a := v.Sum.Arena
	if !a.Implies(a.And(v.Event.PC, a.Truth(locked)), v.Has(c, gup.FollNowait)) {
		return passes.Verdict{}
	}
	bad := a.And(a.And(v.Has(c, gup.FollNowait), a.Truth(locked)), v.Guard(drops))
	return v.Judge(bad, []uint8{k})
}
