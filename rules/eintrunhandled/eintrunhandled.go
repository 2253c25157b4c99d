// SPDX-License-Identifier: MIT

package eintrunhandled

import (
	_ "embed"
	"fmt"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
)

//go:embed doc.go
var doc string

// Rule is eintr-unhandled.
var Rule = lint.NewRule("eintr-unhandled", lint.Error, doc, run, passes.Calls, passes.Refusals)

// restarts are the numbers that say the same to user space as -EINTR
// (include/linux/errno.h: -ERESTARTSYS to -ERESTART_RESTARTBLOCK).
var restarts = []int64{-512, -513, -514, -516}

func run(pass *analysis.Pass) ([]*lint.Finding, error) {
	set, refused := passes.CallsOf(pass), passes.RefusalsOf(pass)
	c := set.Snapshot.Contract
	eintr := -c.Constants()["EINTR"]
	var list []*lint.Finding
	set.Each(func(v *passes.View) bool {
		if refused.Refuses(v) || !slices.Contains(v.Site.Entry.Results.Errnos, "-EINTR") {
			return false
		}
		verdict := interruptible(c, v)
		effective := verdict.Level == passes.Sure
		if !effective {
			verdict = passes.Verdict{Level: passes.Sure, When: v.Event.PC}
		}
		loss := v.Lost(eintr, verdict.When, restarts...)
		if loss == nil || !effective && (loss.Kind != passes.Retried || v.Endless() != nil) { // endless-retry tells of that
			return false
		}
		f := v.Finding(verdict)
		f.At, f.Function = loss.At, loss.Function
		f.Severity = lint.Warning
		if loss.Kind == passes.Retried {
			f.Severity = lint.Error
		}
		f.Message = message(v.Site.Entry, loss, effective)
		f.Steps = v.FlagSteps(c, verdict, gup.FollInterruptible)
		if v.Depth() == 0 {
			f.Steps = append(f.Steps, lint.Step{At: passes.Range(v.Event.At), Text: v.Site.Entry.Name + "() may return -EINTR here"})
		}
		if effective {
			v.Prove(f, c.AnyUse(gup.FollInterruptible).At, "%s lets a signal end the call", gup.FollInterruptible)
		}
		list = append(list, f)
		return true
	})
	return list, nil
}

// interruptible tells whether a call asks to be interrupted, and can be.
func interruptible(c *gup.Contract, v *passes.View) passes.Verdict {
	has := v.Has(c, gup.FollInterruptible)
	k, ok := c.Bit(gup.FollInterruptible)
	if !ok || has == flow.False {
		return passes.Verdict{}
	}
	return v.Judge(v.Sum.Arena.And(has, v.Guard(v.Site.Entry.Interrupts())), []uint8{k})
}

func message(e *gup.Entry, loss *passes.Loss, effective bool) string {
	from := e.Name + "()"
	if effective {
		from += ", which a signal may end,"
	}
	switch loss.Kind {
	case passes.Retried:
		return fmt.Sprintf("-EINTR of %s leads back to the call, and the signal stays pending", from)
	case passes.Dropped:
		return fmt.Sprintf("-EINTR of %s is dropped", from)
	}
	return fmt.Sprintf("-EINTR of %s becomes %s here", from, passes.NumberText(loss.Instead))
}
