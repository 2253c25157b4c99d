// SPDX-License-Identifier: MIT

package passes

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/parser/syntax"
)

// DropFlags is the fix that takes flags away from a call that is bad because of
// them: none where that would change more than the call. So the call has to be bad
// whenever it has one of the flags, every place that sets one has to be seen, by its
// name, and what it is set in has to go to the call and nowhere else.
func (v *View) DropFlags(verdict Verdict, flags ...string) []lint.Fix {
	if verdict.Level != Sure || verdict.store != nil || len(flags) == 0 {
		return nil
	}
	var spots []*spot
	for _, flag := range flags {
		list := v.sourceSpots(verdict, flag)
		if len(list) == 0 {
			return nil
		}
		spots = append(spots, list...)
	}
	var edits []lint.Edit
	for len(spots) > 0 {
		sum := spots[0].sum
		var same []*spot
		spots = slices.DeleteFunc(spots, func(s *spot) bool {
			if s.sum == sum {
				same = append(same, s)
			}
			return s.sum == sum
		})
		list, ok := drop(same)
		if !ok {
			return nil
		}
		edits = append(edits, list...)
	}
	slices.SortFunc(edits, func(x, y lint.Edit) int { return cmp.Compare(x.At.Start.Offset, y.At.Start.Offset) })
	for i := range edits[1:] {
		if edits[i].At.File != edits[i+1].At.File || edits[i].At.End.Offset > edits[i+1].At.Start.Offset {
			return nil
		}
	}
	return []lint.Fix{{Message: "Drop " + and(flags), Edits: edits}}
}

// RenameFlag is the fix that puts the name of another flag of the same value in the
// place of a constant; none unless it is for the call alone.
func (v *View) RenameFlag(k *FlagConstant, name string) []lint.Fix {
	c := v.contract()
	bit, ok := c.Bit(name)
	if !ok {
		bit, ok = c.FaultBit(name)
	}
	if !ok || k.Value != 1<<bit || len(k.Parts) > 0 || v.spotOf(k.where, k.Name, bit) == nil {
		return nil
	}
	return []lint.Fix{{Message: "Make it " + name, Edits: []lint.Edit{{At: k.At, NewText: name}}}}
}

// and joins words for people.
func and(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

// sourceSpots finds the places that set a flag of a call; nothing if the call is not
// always bad with it, or a change at one of them would change more than the call.
func (v *View) sourceSpots(verdict Verdict, flag string) []*spot {
	a, c := v.Sum.Arena, v.contract()
	k, ok := c.Bit(flag)
	t := v.Arg(v.Site.Entry.Roles.Flags)
	if !ok || t == flow.None || !a.Implies(a.And(v.Event.PC, a.Bit(t, k)), verdict.When) {
		return nil
	}
	var places []flow.Where
	a.Sources(t, k, v.Event.PC, func(src flow.Term, when flow.Cond) {
		if w := a.Origin(src); a.Possible(when) && !slices.Contains(places, w) {
			places = append(places, w)
		}
	})
	var list []*spot
	for _, w := range places {
		s := v.spotOf(w, flag, k)
		if s == nil {
			return nil
		}
		list = append(list, s)
	}
	return list
}

// spotOf finds a name on the way from the function that sees a call to the entry,
// and makes sure that it has to do with nothing but the call; nil if it may.
func (v *View) spotOf(at flow.Where, name string, bit uint8) *spot {
	if at.Unit == nil || at.Unit.Slice(at.Span) != name {
		return nil
	}
	c, chain := v.contract(), v.chain()
	for i, e := range chain {
		fn := e.Owner.Fn
		if fn.Unit != at.Unit || !within(at.Span, fn.Item.Body) {
			continue
		}
		s := findSpot(fn, at.Span)
		if s == nil || e.Call == nil || len(fn.Variants()) > 1 {
			return nil
		}
		arg := argOf(e.Call, at.Span)
		if variable := s.variable(); variable != "" {
			if !onlyFor(c, fn, variable, e.Call, bit) {
				return nil
			}
			arg = argNamed(e.Call, variable)
		} else if s.user != syntax.Node(e.Call) {
			return nil
		}
		if arg < 0 || !handedOn(c, chain[i:], arg, bit) {
			return nil
		}
		return s
	}
	return nil
}

// handedOn tells whether the functions on the way to the entry do nothing with an
// argument of the first call but hand it on.
func handedOn(c *gup.Contract, chain []*flow.Event, arg int, bit uint8) bool {
	for i, e := range chain {
		fn := e.Owner.Fn
		if e.Call == nil || e.Call.Callee() == "" || !within(e.Call.Range(), fn.Item.Body) {
			return false // a table may have others behind it, a macro other users
		}
		if i+1 == len(chain) {
			return true
		}
		next := chain[i+1]
		params := next.Owner.Fn.Syntax().Params
		if next.Call == nil || arg >= len(params) || len(next.Owner.Fn.Variants()) > 1 {
			return false
		}
		name := params[arg].Name
		if !onlyFor(c, next.Owner.Fn, name, next.Call, bit) {
			return false
		}
		if arg = argNamed(next.Call, name); arg < 0 {
			return false
		}
	}
	return false
}

// onlyFor tells whether a variable of a function is for one call: it is assigned
// to, given to the call, looked at for flags other than one, and no more.
func onlyFor(c *gup.Contract, fn *flow.Func, name string, call *syntax.Call, bit uint8) bool {
	only := isLocal(fn, name)
	fine := map[syntax.Expr]bool{}
	syntax.Walk(fn.Syntax().Body, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Assign:
			fine[n.L] = true
		case *syntax.Binary:
			if n.Op == syntax.And && isOther(c, n.Y, bit) {
				fine[n.X] = true
			}
		case *syntax.Ident:
			only = only && (n.Name != name || fine[n] || within(n.Span, call.Range()))
		}
		return true
	})
	return only
}

// isOther tells whether an expression is a flag, and not the one of a number.
func isOther(c *gup.Contract, e syntax.Expr, bit uint8) bool {
	id, ok := e.(*syntax.Ident)
	if !ok {
		return false
	}
	k, ok := c.Bit(id.Name)
	return ok && k != bit
}

// isLocal tells whether a name is that of a parameter or a local variable.
func isLocal(fn *flow.Func, name string) bool {
	if name == "" {
		return false
	}
	found := isParam(fn, name)
	syntax.Walk(fn.Syntax().Body, func(n syntax.Node) bool {
		if d, ok := n.(*syntax.DeclStmt); ok {
			found = found || slices.ContainsFunc(d.Vars, func(v *syntax.Var) bool { return v.Name == name })
		}
		return true
	})
	return found
}

func isParam(fn *flow.Func, name string) bool {
	return slices.ContainsFunc(fn.Syntax().Params, func(p syntax.Param) bool { return p.Name == name })
}

// argOf gives the number of the argument in which a place lies, -1 for none.
func argOf(call *syntax.Call, at syntax.Span) int {
	return slices.IndexFunc(call.Args, func(a syntax.Expr) bool { return within(at, a.Range()) })
}

// argNamed gives the number of the argument that a variable is part of, -1 if there
// is none or more than one.
func argNamed(call *syntax.Call, name string) int {
	arg := -1
	for i, a := range call.Args {
		switch {
		case !names(a, name, syntax.Span{}):
		case arg >= 0:
			return -1
		default:
			arg = i
		}
	}
	return arg
}

// names tells whether a name stands in a node, not counting a part of it.
func names(n syntax.Node, name string, but syntax.Span) bool {
	found := false
	syntax.Walk(n, func(n syntax.Node) bool {
		id, ok := n.(*syntax.Ident)
		found = found || ok && id.Name == name && !within(id.Span, but)
		return true
	})
	return found
}

func within(s, of syntax.Span) bool { return of.Start <= s.Start && s.End <= of.End }
