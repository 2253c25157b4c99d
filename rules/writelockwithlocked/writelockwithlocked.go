// SPDX-License-Identifier: MIT

package writelockwithlocked

import (
	_ "embed"
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
)

//go:embed doc.go
var doc string

// Rule is write-lock-with-locked.
var Rule = lint.NewRule("write-lock-with-locked", lint.Error, doc, run, passes.Calls)

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	var list []*lint.Finding
	passes.CallsOf(pass).EachAround(func(v *passes.View) bool {
		locked := v.Arg(v.Site.Entry.Roles.Locked)
		if locked == flow.None || v.Site.Entry.Lock.Drops.Never() {
			return false
		}
		verdict := judge(v, locked)
		if verdict.Level == passes.No {
			return false
		}
		f := v.Finding(verdict)
		f.Message = fmt.Sprintf("%s() may let go of mmap_lock as a reader, and it is held for writing", v.Site.Entry.Name)
		f.Steps = append(v.LockSteps(), v.PathSteps()...)
		v.Prove(f, v.Site.Entry.Lock.DropsAt, "the lock is taken for reading again here")
		list = append(list, f)
		return verdict.Level == passes.Sure
	})
	return list, nil
}

// judge tells whether a call lets go of a lock that is held for writing.
func judge(v *passes.View, locked flow.Term) passes.Verdict {
	a := v.Sum.Arena
	given := a.And(passes.LockIs(a, v.Event, flow.LockWrite), a.Truth(locked))
	drops := v.Guard(v.Site.Entry.Lock.Drops)
	verdict := v.Judge(a.And(given, drops), nil)
	if verdict.Level != passes.No || !a.Possible(a.And(given, drops)) {
		return verdict
	}
	// Flags that nobody knows may keep the lock; those from callers are theirs.
	if verdict = v.Judge(given, nil); verdict.Level == passes.No || v.SeenAbove() && a.Decides(drops) {
		return passes.Verdict{}
	}
	verdict.Level = passes.May
	return verdict
}
