// SPDX-License-Identifier: MIT

package contract

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// entries finds the entries: in mm/gup.c, then those that headers make of them.
func (r *reader) entries() {
	for _, f := range r.file.Functions() {
		if !f.Item.Static && !strings.HasPrefix(f.Cond(), "!") {
			r.tryEntry(f)
		}
	}
	for _, h := range r.headers {
		for _, f := range h.Functions() {
			if r.callsEntry(f) && r.entry(f.Name) == nil {
				r.tryEntry(f)
			}
		}
	}
	slices.SortStableFunc(r.c.Entries, func(a, b *gup.Entry) int {
		return cmp.Or(strings.Compare(a.At.File, b.At.File), cmp.Compare(a.At.Line, b.At.Line))
	})
}

func (r *reader) entry(name string) *gup.Entry {
	i := slices.IndexFunc(r.c.Entries, func(e *gup.Entry) bool { return e.Name == name })
	if i < 0 {
		return nil
	}
	return r.c.Entries[i]
}

// callsEntry tells whether a function of a header calls an entry found so far.
func (r *reader) callsEntry(f *flow.Func) bool {
	return slices.ContainsFunc(f.Unit.CallsIn(f.Item.Body), func(n parser.Name) bool { return r.entry(n.Text) != nil })
}

// A view is an entry with its summary while it is being looked at.
type view struct {
	*gup.Entry
	r     *reader
	f     *flow.Func
	s     *flow.Summary
	a     *flow.Arena
	flags flow.Term // its flags parameter, None if it has none
	// valid holds where no check refuses the call, there is something to do
	// and the configuration has the entry.
	valid flow.Cond
}

// tryEntry makes an entry of a function, if it is one: flags reach the core
// through it, and it faults pages in or fills an array with them.
func (r *reader) tryEntry(f *flow.Func) {
	if !r.isRelevant(f, 0) && !r.callsEntry(f) {
		return
	}
	def := f.Syntax()
	e := &gup.Entry{Name: f.Name, At: place(f.Unit, f.Item.NamePos), Inline: f.Item.Static, Roles: roles(def)}
	for _, p := range def.Params {
		e.Params = append(e.Params, p.Name)
		e.Types = append(e.Types, p.Type.String())
	}
	e.Returns = def.Ret.String()
	e.Results.Pointer = def.Ret.Ptr > 0
	e.FlagKind = flagKind(def, e.Roles.Flags)
	s := r.eng.Summary(f)
	v := &view{Entry: e, r: r, f: f, s: s, a: s.Arena}
	if e.Roles.Flags >= 0 {
		v.flags = v.a.Param(f, e.Roles.Flags)
	}
	if !v.isEntry() {
		return
	}
	v.checks()
	v.nullPages()
	v.sets()
	v.uses()
	v.kind()
	v.lock()
	v.results()
	r.declarations(e)
	r.c.Entries = append(r.c.Entries, e)
	if s.Bounded {
		r.c.Unknown = append(r.c.Unknown, e.Name+": too large to be followed to its end; what it does may be incomplete")
	}
}

// flagKind tells which flags a parameter takes, by its name.
func flagKind(def *syntax.Function, i int) gup.FlagKind {
	switch {
	case i < 0:
		return gup.NoFlags
	case strings.Contains(def.Params[i].Name, "fault"):
		return gup.FaultFlags
	}
	return gup.FollFlags
}

// roles finds out what parameters are for, by name and type.
func roles(def *syntax.Function) gup.Roles {
	r := gup.NoRoles
	set := func(p *int, i int) {
		if *p < 0 {
			*p = i
		}
	}
	for i, p := range def.Params {
		t := p.Type
		switch name := p.Name; {
		case t.Base == "struct mm_struct" && t.Ptr == 1:
			set(&r.MM, i)
		case t.Base == "struct vm_area_struct" && t.Ptr == 2 && strings.HasPrefix(name, "vmas"):
			set(&r.VMAs, i)
		case t.Base == "struct vm_area_struct" && t.Ptr == 1:
			set(&r.VMA, i)
		case (t.Base == "struct page" || t.Base == "struct folio") && t.Ptr == 2:
			set(&r.Pages, i)
		case strings.Contains(name, "unlocked") && t.Ptr == 1:
			set(&r.Unlocked, i)
		case strings.Contains(name, "locked") && t.Ptr == 1:
			set(&r.Locked, i)
		case t.Ptr > 0:
		case strings.Contains(name, "flags"):
			set(&r.Flags, i)
		case strings.HasPrefix(name, "nr") || strings.HasPrefix(name, "max_"):
			set(&r.Nr, i)
		case strings.HasPrefix(name, "start") || strings.HasPrefix(name, "addr"):
			set(&r.Start, i)
		}
	}
	return r
}

// isEntry tells whether flags reach the core through a function.
func (v *view) isEntry() bool {
	faults, core := false, false
	for i := range v.s.Events {
		e := &v.s.Events[i]
		switch {
		case e.Kind == flow.EvCall && e.Name == faultHandler && e.Depth() > 0:
			faults = true
		case e.Kind == flow.EvUse && e.Depth() > 0 && e.Tested != flow.False:
			core = true
		}
	}
	if v.FlagKind == gup.FaultFlags {
		return v.callsDirectly(faultHandler)
	}
	looksUp := v.Roles.Flags >= 0 && v.Roles.Start >= 0
	return core && (faults || looksUp || v.fills() != flow.False)
}

// fills is when the entry stores pages in the array that it is given.
func (v *view) fills() flow.Cond {
	if v.Roles.Pages < 0 {
		return flow.False
	}
	when, _ := v.s.Fills(v.a.Param(v.f, v.Roles.Pages))
	return when
}

// nullPages finds out whether the array may be NULL, or what it leads to if not.
func (v *view) nullPages() {
	if v.Roles.Pages < 0 {
		return
	}
	pages := v.a.Param(v.f, v.Roles.Pages)
	null := v.a.And(v.valid, v.a.Not(v.a.Truth(pages)))
	v.NullPages.Allowed = v.a.Possible(v.a.Consistent(v.onArgs(null)))
	when, first := v.s.Fills(pages)
	if first != nil && v.a.Possible(v.a.And(when, null)) {
		v.NullPages.Allowed, v.NullPages.At = false, at(first.Origin().At)
	}
}

func (v *view) callsDirectly(name string) bool {
	return slices.ContainsFunc(v.f.Unit.CallsIn(v.f.Item.Body), func(n parser.Name) bool { return n.Text == name })
}

// sets finds the flags that an entry sets: those that are set whenever they are
// looked at, whatever the caller gave.
func (v *view) sets() {
	for _, fl := range v.r.c.Flags {
		k, ok := bitOf(fl.Value)
		if !ok {
			continue
		}
		v.setsFlag(fl.Name, k)
	}
}

func bitOf(value uint64) (uint8, bool) {
	for k := uint8(0); k < 64; k++ {
		if value == 1<<k {
			return k, true
		}
	}
	return 0, false
}

func (v *view) setsFlag(name string, k uint8) {
	always, some := true, false
	var first *flow.Event
	when := flow.False
	for i := range v.s.Events {
		e := &v.s.Events[i]
		if e.Kind != flow.EvUse || e.Bit != k || e.Depth() == 0 {
			continue
		}
		pc := v.a.And(e.PC, v.valid)
		if !v.a.Possible(pc) {
			continue
		}
		tested := e.Tested
		if v.flags != flow.None {
			if tested, pc = v.a.With(tested, v.flags, k, false), v.a.With(pc, v.flags, k, false); !v.a.Possible(pc) {
				continue
			}
		}
		set := v.a.OnArguments(v.a.And(pc, tested))
		if v.flags != flow.None && tested != flow.True && tested != flow.False && !v.a.DependsOnBit(e.Tested, v.flags, k) {
			continue // a bit of other flags
		}
		switch {
		case v.a.Implies(pc, tested):
			some = true
		case set != flow.False && v.a.Possible(set):
			some, always = true, false
		default:
			always = false
			continue
		}
		if first == nil {
			first = e
		}
		when = v.a.Or(when, set)
	}
	if !some {
		return
	}
	fact := gup.FlagFact{Flag: name, At: at(first.Via)}
	if always {
		v.Sets = append(v.Sets, fact)
		return
	}
	if fact.When = v.text(v.amongValid(when)); fact.When == "always" {
		fact.When = "sometimes" // which the arguments do not tell
	}
	v.SetsWhen = append(v.SetsWhen, fact)
}

// kind tells what an entry takes, by the flags it sets.
func (v *view) kind() {
	has := func(list []gup.FlagFact, flag string) bool {
		return slices.ContainsFunc(list, func(f gup.FlagFact) bool { return f.Flag == flag })
	}
	switch {
	case has(v.Sets, gup.FollPin):
		v.Kind = gup.Pin
	case has(v.Sets, gup.FollGet), has(v.SetsWhen, gup.FollGet):
		v.Kind = gup.Get
	default:
		v.Kind = gup.Fault
		if _, used := v.Use(gup.FollGet); used && v.Results.Pointer {
			v.Kind = gup.Get // if it is told to
		}
	}
}

// declarations finds where an entry is declared and exported.
func (r *reader) declarations(e *gup.Entry) {
	for _, h := range r.headers {
		for i := range h.Unit.Items {
			it := &h.Unit.Items[i]
			if (it.Kind == parser.Prototype || it.Kind == parser.Function) && it.Name == e.Name && e.Declared.File == "" {
				e.Declared = place(h.Unit, it.Start)
			}
		}
	}
	for i := range r.file.Unit.Items {
		it := &r.file.Unit.Items[i]
		if it.Kind == parser.Other && strings.HasPrefix(it.Name, "EXPORT_SYMBOL") &&
			strings.Contains(r.file.Unit.Slice(it.Span), "("+e.Name+")") {
			e.Exported = place(r.file.Unit, it.Start)
		}
	}
}

// releases finds the functions of mm/gup.c that give pages back: not static,
// and they put what FOLL_PIN took.
func (r *reader) releases() {
	for _, f := range r.file.Functions() {
		if f.Item.Static || r.entry(f.Name) != nil || !r.puts(f, 0) {
			continue
		}
		if rel := release(f); rel != nil {
			r.c.Releases = append(r.c.Releases, rel)
		}
	}
}

// puts tells whether a function comes to drop references: it calls one of the
// folio_put family, or a function of the file that does.
func (r *reader) puts(f *callgraph.Func, depth int) bool {
	for _, n := range f.Unit.CallsIn(f.Item.Body) {
		if strings.HasPrefix(n.Text, "folio_put") || strings.HasPrefix(n.Text, "put_page") || strings.HasPrefix(n.Text, "page_ref_sub") ||
			strings.HasPrefix(n.Text, "put_compound_head") {
			return true
		}
		for _, g := range f.File.Named(n.Text) {
			if depth < 6 && g != f && r.entry(g.Name) == nil && r.puts(g, depth+1) {
				return true
			}
		}
	}
	return false
}

// release describes a function that gives pages back; nil if its first
// parameter is none.
func release(f *callgraph.Func) *gup.Release {
	def := f.Syntax()
	rel := &gup.Release{Name: f.Name, At: place(f.Unit, f.Item.NamePos), Kind: gup.Pin, Pages: -1, Nr: -1, Dirty: -1}
	for i, p := range def.Params {
		rel.Params = append(rel.Params, p.Name)
		switch {
		case (p.Type.Base == "struct page" || p.Type.Base == "struct folio") && p.Type.Ptr > 0 && rel.Pages < 0:
			rel.Pages, rel.Array = i, p.Type.Ptr == 2
		case p.Type.Base == "bool" && strings.Contains(p.Name, "dirty"):
			rel.Dirty = i
		case strings.HasPrefix(p.Name, "n") && p.Type.Ptr == 0 && rel.Nr < 0:
			rel.Nr = i
		}
	}
	if rel.Pages != 0 || def.Ret.Base != "void" || def.Ret.Ptr > 0 {
		return nil
	}
	rel.Checked = strings.Contains(f.Unit.Slice(f.Item.Body), "IS_ERR_VALUE")
	return rel
}
