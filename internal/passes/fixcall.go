// SPDX-License-Identifier: MIT

package passes

import (
	"slices"
	"strings"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/parser/syntax"
)

// plainCall gives the call in the text if the function that sees it makes it itself,
// not through a macro, and is read in one way only; nil otherwise.
func (v *View) plainCall() *syntax.Call {
	call, fn := v.Event.Call, v.Event.Owner.Fn
	if v.Depth() > 0 || call == nil || v.Event.At.Unit != fn.Unit || !within(call.Range(), fn.Item.Body) || len(fn.Variants()) > 1 {
		return nil
	}
	return call
}

// WithoutPointer is the fix that gives NULL for a pointer whose target the call never
// changes: none where the text is not plain enough, the entry needs the pointer, or
// nobody would use the target any more.
func (v *View) WithoutPointer(arg int) []lint.Fix {
	call := v.plainCall()
	if call == nil || arg < 0 || arg >= len(call.Args) || !v.takesNull(arg) {
		return nil
	}
	u, ok := call.Args[arg].(*syntax.Unary)
	if !ok || u.Op != syntax.Ref || !v.usedElsewhere(u.X, call) {
		return nil
	}
	unit := v.Event.At.Unit
	text := unit.Slice(u.Range())
	if !strings.HasPrefix(text, "&") {
		return nil
	}
	at := Range(flow.Where{Unit: unit, Span: u.Range()})
	return []lint.Fix{{Message: "Give NULL for " + text, Edits: []lint.Edit{{At: at, NewText: "NULL"}}}}
}

// takesNull tells whether an entry without a locked pointer keeps mmap_lock.
func (v *View) takesNull(arg int) bool {
	return v.Site.Entry.Lock.State == gup.CallerHolds && v.Site.Entry.Lock.Drops.Assume(func(a gup.Atom) (bool, bool) {
		return false, a.Kind == gup.NonNull && a.Param == arg
	}).Never()
}

// usedElsewhere tells whether what stands in a call is something else than a local
// variable, or one that is named outside of the call too.
func (v *View) usedElsewhere(e syntax.Expr, call *syntax.Call) bool {
	id, ok := e.(*syntax.Ident)
	if !ok {
		return true
	}
	return names(v.Event.Owner.Fn.Syntax().Body, id.Name, call.Range())
}

// MaySleep tells whether the code is never known to forbid sleeping where it makes a
// call.
func (v *View) MaySleep() bool {
	a := v.Sum.Arena
	return !a.Possible(a.And(v.Event.PC, v.Event.Atomic))
}

// GivesBack tells whether the function that sees a call gives pages of it back as
// pages of a kind.
func (v *View) GivesBack(kind gup.Kind) bool {
	return slices.ContainsFunc(v.Sum.Events, func(e flow.Event) bool {
		if e.Kind != flow.EvRelease || e.Result != v.Event.Result {
			return false
		}
		r := v.contract().AnyRelease(e.Name)
		return r != nil && r.Kind == kind
	})
}

// TakeLockItself is the fix that has the entry take mmap_lock, which may then drop it:
// none unless the code takes the lock for the call alone.
func (v *View) TakeLockItself() []lint.Fix {
	call, other := v.plainCall(), v.selfLocking()
	if call == nil || other == nil || call.Callee() != v.Site.Entry.Name || len(call.Args) != len(other.Params) ||
		slices.ContainsFunc(call.Args, func(a syntax.Expr) bool { return !isPure(a) }) {
		return nil
	}
	before, after := neighbours(v.Event.Owner.Fn, call)
	if !v.isLock(before, "mmap_read_lock") || !v.isLock(after, "mmap_read_unlock") {
		return nil
	}
	unit := v.Event.At.Unit
	first, ok := wholeLines(unit, before.Range())
	last, good := wholeLines(unit, after.Range())
	if !ok || !good {
		return nil
	}
	edit := func(s syntax.Span, text string) lint.Edit {
		return lint.Edit{At: Range(flow.Where{Unit: unit, Span: s}), NewText: text}
	}
	text, ok := v.callOf(other, call)
	if !ok {
		return nil
	}
	return []lint.Fix{{Message: "Let " + other.Name + "() take the lock",
		Edits: []lint.Edit{edit(first, ""), edit(call.Range(), text), edit(last, "")}}}
}

// selfLocking finds the entry that does the same and takes mmap_lock itself, and that
// a signal may end; nil if there is none.
func (v *View) selfLocking() *gup.Entry {
	e := v.Site.Entry
	i := slices.IndexFunc(v.contract().Entries, func(o *gup.Entry) bool {
		r := o.Roles
		return o.Kind == e.Kind && o.Lock.State == gup.TakesItself && o.Returns == e.Returns && !o.Interrupts().Never() && len(o.Params) == 4 &&
			r.Start >= 0 && r.Nr >= 0 && r.Flags >= 0 && r.Pages >= 0
	})
	if i < 0 || e.Lock.State != gup.CallerHolds || e.Roles.MM >= 0 || len(e.Params) != 4 || min(e.Roles.Start, e.Roles.Nr, e.Roles.Flags, e.Roles.Pages) < 0 {
		return nil
	}
	return v.contract().Entries[i]
}

// callOf spells a call of another entry with the same arguments.
func (v *View) callOf(other *gup.Entry, call *syntax.Call) (text string, ok bool) {
	text = v.Event.At.Unit.Slice(syntax.Span{Start: call.Fun.Range().End, End: call.End})
	list := splitArgs(text)
	if len(list) != len(call.Args) {
		return "", false
	}
	from, to := v.Site.Entry.Roles, other.Roles
	args := make([]string, len(list))
	for _, r := range [][2]int{{from.Start, to.Start}, {from.Nr, to.Nr}, {from.Flags, to.Flags}, {from.Pages, to.Pages}} {
		args[r[1]] = list[r[0]]
	}
	return other.Name + "(" + strings.Join(args, ", ") + ")", true
}

// splitArgs gives the texts of arguments in parentheses; none if there are comments
// between them.
func splitArgs(text string) []string {
	text = strings.TrimSpace(text)
	if len(text) < 2 || text[0] != '(' || text[len(text)-1] != ')' || strings.Contains(text, "/*") || strings.Contains(text, "//") {
		return nil
	}
	text = text[1 : len(text)-1]
	var list []string
	depth, start := 0, 0
	for i, c := range text + "," {
		switch c {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		case ',':
			if depth == 0 {
				list = append(list, strings.Join(strings.Fields(text[start:i]), " "))
				start = i + 1
			}
		}
	}
	return list
}

// neighbours gives the statements around one that assigns the result of a call to a
// variable, nil if there are none.
func neighbours(fn *flow.Func, call *syntax.Call) (before, after syntax.Stmt) {
	syntax.Walk(fn.Syntax().Body, func(n syntax.Node) bool {
		b, ok := n.(*syntax.Block)
		if !ok {
			return true
		}
		for i, s := range b.Stmts {
			if i > 0 && i+1 < len(b.Stmts) && assigns(s, call) {
				before, after = b.Stmts[i-1], b.Stmts[i+1]
			}
		}
		return true
	})
	return before, after
}

func assigns(s syntax.Stmt, call *syntax.Call) bool {
	e, ok := s.(*syntax.ExprStmt)
	if !ok {
		return false
	}
	a, ok := e.X.(*syntax.Assign)
	if !ok || a.Op != syntax.NoOp || a.R != syntax.Expr(call) {
		return false
	}
	_, ok = a.L.(*syntax.Ident)
	return ok
}

// isLock tells whether a statement is an operation on the mmap_lock that a call is
// about.
func (v *View) isLock(s syntax.Stmt, name string) bool {
	e, ok := s.(*syntax.ExprStmt)
	if !ok {
		return false
	}
	return slices.ContainsFunc(v.Sum.Events, func(ev flow.Event) bool {
		return ev.Kind == flow.EvLock && ev.Name == name && ev.Inner == nil && ev.In.Unit == nil && ev.MM == v.Event.MM && ev.At.Unit == v.Event.At.Unit && ev.At.Span == e.X.Range()
	})
}
