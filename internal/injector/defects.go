// SPDX-License-Identifier: MIT

package injector

import (
	"maps"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/parser/syntax"
)

// A Defect is a way to break what is right about a call.
type Defect struct {
	Name string
	Rule string // the rule that is to find it
	// breaks gives ways to break the function around a call, each by itself.
	breaks func(f *Func, c *Call, id string) [][]Edit
}

// Break breaks the function around a call in each way that there is. id begins
// the names that are made up.
func (d Defect) Break(f *Func, c *Call, id string) [][]Edit { return d.breaks(f, c, id) }

// Defects are the ways to break functions.
var Defects = []Defect{
	{"result made unsigned", "unsigned-result", unsignedResult},
	{"release swapped", "wrong-release", wrongRelease},
	{"release dropped", "short-pin-leak", droppedRelease},
	{"unlock made unconditional", "unlock-after-drop", unconditionalUnlock},
	{"lock removed", "mmap-lock-not-held", removedLock},
	{"lock taken around the call", "mmap-lock-held", addedLock},
	{"*locked left 0", "locked-not-set", clearedLocked},
}

// resultOf gives the local variable that a call's result is stored in.
func (f *Func) resultOf(c *Call) *syntax.Var {
	for _, v := range f.locals() {
		if v.Init != nil && v.Init.Range().Contains(c.Span.Start) && f.isCall(v.Init, c) {
			return v
		}
	}
	for _, a := range all[*syntax.Assign](f) {
		if id, ok := a.L.(*syntax.Ident); ok && a.Op == syntax.NoOp && f.isCall(a.R, c) {
			return f.local(id.Name)
		}
	}
	return nil
}

// isCall tells whether an expression is a call.
func (f *Func) isCall(e syntax.Expr, c *Call) bool {
	call, ok := e.(*syntax.Call)
	return ok && call.Start == c.Span.Start
}

func (f *Func) local(name string) *syntax.Var {
	for _, v := range f.locals() {
		if v.Name == name {
			return v
		}
	}
	return nil
}

// unsignedResult declares the variable for the result as unsigned, where the code
// asks whether it is negative and nothing else tells an error from success, or where
// an error would become a count.
func unsignedResult(f *Func, c *Call, _ string) [][]Edit {
	v := f.resultOf(c)
	if v == nil || v.Type.Ptr > 0 || !slices.Contains(signed, v.Type.Base) {
		return nil
	}
	asked := false
	for _, b := range all[*syntax.Binary](f) {
		x, okx := b.X.(*syntax.Ident)
		y, oky := b.Y.(*syntax.Number)
		asked = asked || okx && oky && x.Name == v.Name && y.Value == 0 && b.Op == syntax.Lt
	}
	if !asked || f.isCompared(v.Name) && !f.isCount(v.Name) {
		return nil
	}
	for _, d := range all[*syntax.DeclStmt](f) {
		if !slices.Contains(d.Vars, v) {
			continue
		}
		name := strings.ReplaceAll(v.Type.Base, "ssize_t", "long")
		if i := strings.Index(f.text(d), v.Type.Base); i >= 0 {
			start := d.Start + syntax.Pos(i)
			return [][]Edit{{{syntax.Span{Start: start, End: start + syntax.Pos(len(v.Type.Base))}, "unsigned " + name}}}
		}
	}
	return nil
}

// isCompared tells whether the code asks if a variable equals something, which tells
// an error from success whatever the types are.
func (f *Func) isCompared(name string) bool {
	is := func(e syntax.Expr) bool { id, ok := e.(*syntax.Ident); return ok && id.Name == name }
	return slices.ContainsFunc(all[*syntax.Binary](f), func(b *syntax.Binary) bool {
		return (b.Op == syntax.Eq || b.Op == syntax.Ne) && (is(b.X) || is(b.Y))
	}) || slices.ContainsFunc(all[*syntax.Unary](f), func(u *syntax.Unary) bool { return u.Op == syntax.Not && is(u.X) })
}

// isCount tells whether a variable counts the pages that are given back.
func (f *Func) isCount(name string) bool {
	return slices.ContainsFunc(all[*syntax.Call](f), func(c *syntax.Call) bool {
		id, ok := c.Fun.(*syntax.Ident)
		return ok && releaseParams[id.Name] != "" && len(c.Args) > 1 && f.text(c.Args[1]) == name
	})
}

// opposite are the releases of the other kind of page.
var opposite = map[string]string{
	"put_page": "unpin_user_page", "unpin_user_page": "put_page",
	"release_pages": "unpin_user_pages", "unpin_user_pages": "release_pages",
}

// wrongRelease gives pages of a call back that were taken in another way.
func wrongRelease(f *Func, c *Call, _ string) [][]Edit {
	var list [][]Edit
	for _, name := range slices.Sorted(maps.Keys(opposite)) {
		for _, r := range f.calls(name) {
			if f.gives(r, c) {
				list = append(list, []Edit{{r.Fun.Range(), opposite[name]}})
			}
		}
	}
	return list
}

// gives tells whether a release gives pages of a call back, by the name of the
// array or the page.
func (f *Func) gives(r *syntax.Call, c *Call) bool {
	if len(r.Args) == 0 {
		return false
	}
	pages := f.pagesOf(c)
	return pages != "" && array(f.text(r.Args[0])) == pages
}

// array gives the text of the array or variable by which pages are spelled: page
// for &page, v->pages for &v->pages[i] and v->pages + n.
func array(expr string) string {
	expr = strings.TrimLeft(expr, "&*( ")
	if i := strings.IndexAny(expr, "[+ "); i >= 0 {
		expr = expr[:i]
	}
	return expr
}

// pagesOf spells the array or the variable with the pages of a call, "" if there is
// none.
func (f *Func) pagesOf(c *Call) string {
	if i := c.Entry.Roles.Pages; i >= 0 && i < len(c.Args) {
		return array(c.Arg(i))
	}
	if v := f.resultOf(c); v != nil && c.Entry.Results.Pointer {
		return v.Name
	}
	return ""
}

// lookers are functions that are given pages and only look at them
// (include/linux/mm.h, highmem.h, scatterlist.h, slab.h).
var lookers = []string{"kmap", "kmap_local_page", "kmap_atomic", "page_address", "PageCompound", "page_ref_count",
	"PageHuge", "set_page_dirty", "set_page_dirty_lock", "flush_dcache_page", "vmap", "sg_alloc_table_from_pages",
	"kfree", "kvfree", "vfree", "free_page", "likely", "unlikely", "IS_ERR", "PTR_ERR", "WARN_ON"}

// areIts tells whether pages of a call are the function's alone up to a place: in an
// array or variable of its own, or one that it frees, which it has given to nobody
// but those who look.
func (f *Func) areIts(c *Call, end syntax.Pos) bool {
	pages := f.pagesOf(c)
	if f.local(pages) == nil && !slices.ContainsFunc(f.calls("kfree", "kvfree", "vfree"), func(free *syntax.Call) bool { return f.gives(free, c) }) {
		return false
	}
	between := func(n syntax.Node) bool { return n.Range().Start > c.Span.Start && n.Range().Start < end }
	mentions := func(a syntax.Expr) bool { return len(Words(f.code, a.Range(), pages)) > 0 && !f.isTest(a) }
	for _, call := range all[*syntax.Call](f) {
		id, ok := call.Fun.(*syntax.Ident)
		known := ok && (releaseParams[id.Name] != "" || slices.Contains(lookers, id.Name))
		if between(call) && !known && slices.ContainsFunc(call.Args, mentions) {
			return false
		}
	}
	return !slices.ContainsFunc(all[*syntax.Assign](f), func(a *syntax.Assign) bool {
		return a.Start < end && array(f.text(a.R)) == pages
	})
}

// isTest tells whether an expression only tells of a value.
func (f *Func) isTest(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.Unary:
		return e.Op == syntax.Not
	case *syntax.Binary:
		return slices.Contains([]syntax.Op{syntax.Eq, syntax.Ne, syntax.Lt, syntax.Le, syntax.Gt, syntax.Ge}, e.Op)
	}
	return false
}

// droppedRelease keeps the pages of a call where they were given back, if nobody
// else knows of them.
func droppedRelease(f *Func, c *Call, _ string) [][]Edit {
	var list [][]Edit
	for _, s := range all[*syntax.ExprStmt](f) {
		if r, ok := s.X.(*syntax.Call); ok {
			if id, ok := r.Fun.(*syntax.Ident); ok && releaseParams[id.Name] != "" && f.gives(r, c) && f.areIts(c, s.Start) {
				list = append(list, []Edit{{s.Span, ";"}})
			}
		}
	}
	return list
}

// unconditionalUnlock unlocks whether or not the call has done so.
func unconditionalUnlock(f *Func, c *Call, _ string) [][]Edit {
	var list [][]Edit
	for _, i := range all[*syntax.If](f) {
		id, ok := i.Cond.(*syntax.Ident)
		if ok && i.Else == nil && i.Start > c.Span.Start && strings.Contains(id.Name, "locked") && strings.Contains(f.text(i.Then), "unlock(") {
			list = append(list, []Edit{{i.Span, f.text(i.Then)}})
		}
	}
	return list
}

// removedLock does not take the lock that the call needs.
func removedLock(f *Func, c *Call, _ string) [][]Edit {
	if c.Entry.Lock.State != gup.CallerHolds {
		return nil
	}
	var last *syntax.ExprStmt
	for _, s := range all[*syntax.ExprStmt](f) {
		if call, ok := s.X.(*syntax.Call); ok && s.Start < c.Span.Start {
			if id, ok := call.Fun.(*syntax.Ident); ok && (id.Name == "mmap_read_lock" || id.Name == "mmap_write_lock") {
				last = s
			}
		}
	}
	if last == nil {
		return nil
	}
	return [][]Edit{{{last.Span, ";"}}}
}

// addedLock takes the lock that the call takes itself.
func addedLock(f *Func, c *Call, _ string) [][]Edit {
	if c.Entry.Lock.State != gup.TakesItself {
		return nil
	}
	s := f.statement(c.Span.Start)
	if s == nil {
		return nil
	}
	return [][]Edit{{{at(s.Range().Start), "{ mmap_read_lock(current->mm); "}, {at(s.Range().End), " mmap_read_unlock(current->mm); }"}}}
}

// statement gives the expression statement around a place.
func (f *Func) statement(p syntax.Pos) syntax.Stmt {
	for _, s := range all[*syntax.ExprStmt](f) {
		if s.Contains(p) {
			return s
		}
	}
	return nil
}

// clearedLocked forgets to set *locked, for an entry that looks at it.
func clearedLocked(f *Func, c *Call, _ string) [][]Edit {
	looked := func(k gup.Check) bool {
		return k.Alone.Asks(func(a gup.Atom) bool { return a.Kind == gup.AtMost && a.Param == c.Entry.Roles.Locked })
	}
	if c.Entry.Roles.Locked < 0 || !slices.ContainsFunc(c.Entry.Checks, looked) {
		return nil
	}
	given := func(name string) bool {
		return slices.ContainsFunc(c.Args, func(a syntax.Span) bool { return strings.TrimSpace(f.Unit.Slice(a)) == "&"+name })
	}
	for _, v := range f.locals() {
		if n, ok := v.Init.(*syntax.Number); ok && n.Value == 1 && given(v.Name) {
			return [][]Edit{{{n.Span, "0"}}}
		}
	}
	for _, a := range all[*syntax.Assign](f) {
		n, ok := a.R.(*syntax.Number)
		if ok && n.Value == 1 && a.Start < c.Span.Start && given(f.text(a.L)) {
			return [][]Edit{{{n.Span, "0"}}}
		}
	}
	return nil
}
