// SPDX-License-Identifier: MIT

package passes

import (
	"math"
	"strings"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
)

// A Func is a function that calls an entry or sees such a call, as it was followed.
type Func struct {
	Root *callgraph.Func
	Sum  *flow.Summary
	set  *CallSet
}

// EachFunc calls visit for every function that calls an entry itself, in the order
// of the text.
func (c *CallSet) EachFunc(visit func(*Func)) { c.eachFunc(0, visit) }

// EachSeeing calls visit for those too that decide about a call of an entry in
// another function.
func (c *CallSet) EachSeeing(visit func(*Func)) { c.eachFunc(math.MaxInt, visit) }

func (c *CallSet) eachFunc(depth int, visit func(*Func)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := map[*flow.Summary]bool{}
	for _, s := range c.Sites {
		for _, v := range s.Views {
			if v.Depth() <= depth && !seen[v.Sum] && readable(v.Root) {
				seen[v.Sum] = true
				visit(&Func{v.Root, v.Sum, c})
			}
		}
	}
}

// Events calls visit for the events of a kind that happen in the function itself.
func (f *Func) Events(kind flow.EventKind, visit func(*flow.Event)) {
	for i := range f.Sum.Events {
		if e := &f.Sum.Events[i]; e.Kind == kind && e.Inner == nil {
			visit(e)
		}
	}
}

// Call gives the call of an entry whose result a value is, as a view; nil if there
// is none.
func (f *Func) Call(result flow.Term) *View {
	for _, s := range f.set.Sites {
		for _, v := range s.Views {
			if v.Sum == f.Sum && v.Depth() == 0 && v.Event.Result == result {
				return v
			}
		}
	}
	return nil
}

// Entry finds an entry by the name that an event has.
func (f *Func) Entry(name string) *gup.Entry { return f.set.Snapshot.Contract.Entry(name) }

// Finding begins a finding about a place in the function, where a condition holds.
func (f *Func) Finding(at flow.Where, when flow.Cond) *lint.Finding {
	return &lint.Finding{
		At:       Range(at),
		Function: f.Root.DisplayName(),
		Expr:     at.Unit.Slice(at.Span),
		Cond:     strings.Join(f.Sum.Arena.Configs(when), " && "),
	}
}

// Step makes a step of a place.
func Step(at flow.Where, text string) lint.Step { return lint.Step{At: Range(at), Text: text} }
