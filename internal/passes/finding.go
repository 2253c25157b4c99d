// SPDX-License-Identifier: MIT

package passes

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/parser/syntax"
)

// Finding begins a finding about a call: where it is, and how the call is
// reached. The rule adds its name, severity, message and last steps.
func (v *View) Finding(verdict Verdict) *lint.Finding {
	at := v.Place()
	return &lint.Finding{
		At:       Range(at),
		Function: v.Root.DisplayName(),
		Entry:    v.Site.Entry.Name,
		Expr:     at.Unit.Slice(at.Span),
		Cond:     strings.Join(v.Sum.Arena.Configs(verdict.When), " && "),
		May:      verdict.Level == May,
	}
}

// FlagSteps tells where flags of the call are set, in the order of the text,
// then which calls hand them on to the entry.
func (v *View) FlagSteps(c *gup.Contract, verdict Verdict, flags ...string) []lint.Step {
	var steps []lint.Step
	for _, f := range flags {
		steps = append(steps, v.sources(c, verdict.When, f)...)
		if k, ok := c.Bit(f); ok && verdict.store != nil {
			steps = append(steps, verdict.store.steps(k, f)...)
		}
	}
	slices.SortStableFunc(steps, func(a, b lint.Step) int {
		if a.At.File != b.At.File {
			return 0
		}
		return cmp.Compare(a.At.Start.Offset, b.At.Start.Offset)
	})
	return append(merge(steps), v.PathSteps()...)
}

// sources tells where a flag is set.
func (v *View) sources(c *gup.Contract, when flow.Cond, flag string) []lint.Step {
	k, ok := c.Bit(flag)
	t := v.Arg(v.Site.Entry.Roles.Flags)
	if !ok || t == flow.None {
		return nil
	}
	a := v.Sum.Arena
	var steps []lint.Step
	a.Sources(t, k, when, func(src flow.Term, cond flow.Cond) {
		w := a.Origin(src)
		if _, isNumber := a.Number(src); !isNumber || w.Unit == nil || !a.Possible(cond) {
			return
		}
		text := flag + " is set here"
		if name := a.ConstantName(src); name != flag {
			text = fmt.Sprintf("%s is part of %s", flag, strings.TrimSpace(w.Unit.Slice(w.Span)))
		}
		s := lint.Step{At: Range(w), Text: text}
		if !slices.Contains(steps, s) {
			steps = append(steps, s)
		}
	})
	return steps
}

// merge joins steps at the same place, and leaves out those that say what one
// before them does.
func merge(steps []lint.Step) []lint.Step {
	var out []lint.Step
	for i, s := range steps {
		if slices.Contains(steps[:i], s) {
			continue
		}
		if n := len(out); n > 0 && out[n-1].At == s.At {
			out[n-1].Text = mergeText(out[n-1].Text, s.Text)
			continue
		}
		out = append(out, s)
	}
	return out
}

// mergeText joins what two steps say of one place.
func mergeText(one, two string) string {
	flags, what, ok := strings.Cut(strings.Replace(one, " are ", " is ", 1), " is ")
	if next, same, _ := strings.Cut(two, " is "); ok && same == what {
		return strings.Replace(flags, " and ", ", ", 1) + " and " + next + " are " + what
	}
	return strings.TrimSuffix(one, " here") + " and " + two
}

// PathSteps tells which calls lead to the entry, from the function that sees the
// call on, and which macro makes it; none if the function itself does.
func (v *View) PathSteps() []lint.Step {
	var steps []lint.Step
	for e := v.Event; e.Inner != nil; e = e.Inner {
		if e.Call == nil {
			continue
		}
		steps = append(steps, lint.Step{At: Range(e.Via), Text: "through " + callee(e.Call) + "()"})
	}
	if o := v.Event.Origin(); v.Event.Inner != nil || o.Use.Unit != nil {
		steps = append(steps, lint.Step{At: Range(o.At), Text: o.Name + "() is called here"})
	}
	return steps
}

// Callee spells what the function that sees the call calls itself: the entry, or what
// leads to it.
func (v *View) Callee() string {
	if v.Event.Inner == nil || v.Event.Call == nil {
		return v.Site.Entry.Name
	}
	return callee(v.Event.Call)
}

func callee(c *syntax.Call) string {
	if name := c.Callee(); name != "" {
		return name
	}
	return syntax.Text(c.Fun)
}

// Prove adds the line of the tree's own code that a finding breaks, as its last
// step. There is none where the contract is not that of the tree.
func (v *View) Prove(f *lint.Finding, p gup.Place, format string, args ...any) {
	if p.File == "" || v.contract().BuiltIn {
		return
	}
	f.Contract = PlaceRange(p)
	f.Steps = append(f.Steps, lint.Step{At: f.Contract, Text: fmt.Sprintf(format, args...)})
}

// PlaceRange gives the range of a line that a contract names.
func PlaceRange(p gup.Place) lint.Range {
	if p.File == "" {
		return lint.Range{}
	}
	pos := lint.Position{Line: p.Line, Column: 1}
	return lint.Range{File: p.File, Start: pos, End: pos}
}

// CheckText spells a check as the kernel has it.
func CheckText(k *gup.Check) string {
	if k.Macro != "" {
		return k.Macro + "(" + k.Text + ")"
	}
	return k.Text
}

// Effect tells what the kernel does about a refused call.
func Effect(k *gup.Check) string {
	returns := ""
	if k.Returns != "" {
		returns = "returns " + k.Returns
	}
	switch k.Effect {
	case gup.Warns:
		return strings.TrimSuffix("the kernel WARNs and "+cmp.Or(returns, "refuses the call"), " ")
	case gup.Stops:
		return "the kernel stops with a BUG"
	}
	return "the call " + cmp.Or(returns, "fails")
}
