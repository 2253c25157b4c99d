// SPDX-License-Identifier: MIT

package fixupuserfault

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

// Rule is fixup-user-fault.
var Rule = lint.NewRule("fixup-user-fault", lint.Error, doc, run, passes.Calls)

// A mistake is a fault flag that does not go with the function.
type mistake struct {
	flag string
	null bool // only if unlocked is NULL
	what string
}

var mistakes = []mistake{
	{"FAULT_FLAG_ALLOW_RETRY", true, "FAULT_FLAG_ALLOW_RETRY needs an unlocked pointer, which is stored to"},
	{"FAULT_FLAG_RETRY_NOWAIT", false, "FAULT_FLAG_RETRY_NOWAIT keeps the lock held, and it is taken a second time"},
	{"FAULT_FLAG_INTERRUPTIBLE", false, "FAULT_FLAG_INTERRUPTIBLE ends the fault for any signal, and the loop around it goes on"},
}

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	set := passes.CallsOf(pass)
	c := set.Snapshot.Contract
	var list []*lint.Finding
	set.Each(func(v *passes.View) bool {
		e := v.Site.Entry
		if e.FlagKind != gup.FaultFlags || e.Roles.Unlocked < 0 {
			return false
		}
		a := v.Sum.Arena
		found := false
		for _, m := range mistakes {
			k, ok := c.FaultBit(m.flag)
			if !ok {
				continue
			}
			bad := a.Bit(v.Arg(e.Roles.Flags), k)
			if m.null {
				bad = a.And(bad, a.IsNull(v.Arg(e.Roles.Unlocked)))
			}
			if verdict := v.Judge(bad, []uint8{k}); verdict.Level == passes.Sure {
				f := v.Finding(verdict)
				f.Message = m.what
				f.Steps = v.PathSteps()
				list = append(list, f)
				found = true
			}
		}
		if was := before(v); was != "" && v.ReadLater(e.Roles.Unlocked) {
			f := v.Finding(passes.Verdict{Level: passes.Sure, When: v.Event.PC})
			f.Message = fmt.Sprintf("*%s %s: %s() stores true to it or nothing", e.Params[e.Roles.Unlocked], was, e.Name)
			f.Steps = v.PathSteps()
			list = append(list, f)
			found = true
		}
		return found
	})
	set.EachSeeing(func(f *passes.Func) {
		f.Events(flow.EvKeptLock, func(e *flow.Event) {
			call := f.DropBefore(e, e.Tested)
			if call == nil || f.Entry(call.Name).Roles.Unlocked < 0 {
				return
			}
			g := f.Finding(e.At, e.Tested)
			g.Entry = call.Name
			g.Message = fmt.Sprintf("mmap_lock stays held here: %s() has taken it again where it let go of it", call.Name)
			g.Steps = []lint.Step{passes.Step(call.At, "comes back with the lock held")}
			list = append(list, g)
		})
	})
	return list, nil
}

// before tells what is wrong with *unlocked before the call, "" if nothing is.
func before(v *passes.View) string {
	arg := v.Site.Entry.Roles.Unlocked
	when, always := v.Uninitialized(arg)
	switch {
	case always && when != flow.False:
		return "was never set"
	case v.Set(arg):
		return "is set already"
	}
	return ""
}
