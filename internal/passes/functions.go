// SPDX-License-Identifier: MIT

package passes

import (
	"slices"
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
func (c *CallSet) EachFunc(visit func(*Func)) {
	c.eachFunc(func(v *View) bool { return v.Depth() == 0 }, visit)
}

// EachSeeing calls visit for those too that decide about a call of an entry in
// another function.
func (c *CallSet) EachSeeing(visit func(*Func)) {
	c.eachFunc(func(*View) bool { return true }, visit)
}

// EachOwning calls visit for those too that have a call of an entry made by functions
// which hand on what they are given, for pages in a variable of their own: what
// becomes of the pages is theirs to see to as if they called the entry.
func (c *CallSet) EachOwning(visit func(*Func)) { c.eachFunc((*View).ownsPages, visit) }

func (c *CallSet) eachFunc(is func(*View) bool, visit func(*Func)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := map[*flow.Summary]bool{}
	for _, s := range c.Sites {
		for _, v := range s.Views {
			if !seen[v.Sum] && readable(v.Root) && is(v) {
				seen[v.Sum] = true
				visit(&Func{v.Root, v.Sum, c})
			}
		}
	}
}

// ownsPages tells whether the function that sees a call makes it itself, or the pages
// come into a variable of its own whose address all on the way hand on as it is.
func (v *View) ownsPages() bool {
	if v.Depth() == 0 {
		return true
	}
	i := v.Site.Entry.Roles.Pages
	if i < 0 || v.Sum.Arena.PointerKind(v.Arg(i)) != "address-of-local" {
		return false
	}
	return !slices.ContainsFunc(v.chain()[1:], func(e *flow.Event) bool { return i >= len(e.Args) || !e.Owner.Arena.IsParam(e.Args[i]) })
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
