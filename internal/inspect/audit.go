// SPDX-License-Identifier: MIT

// Package inspect shows what gupvet knows of a tree, apart from findings: every
// call of the family (audit), who reaches it (graph), and the contract.
package inspect

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
)

// An Audit is every call of an entry in a tree, and every call of a function
// that hands its flags on to one.
type Audit struct {
	Tree     string `json:"tree"`
	Kernel   string `json:"kernel"`
	Sites    []*Row `json:"sites"`
	Wrappers []*Row `json:"wrappers"`
	Gaps     []Gap  `json:"gaps"`
}

// Functions counts the functions with a row.
func (a *Audit) Functions() int {
	type function struct{ file, name string }
	seen := map[function]bool{}
	for _, r := range slices.Concat(a.Sites, a.Wrappers) {
		seen[function{r.File, r.Function}] = true
	}
	return len(seen)
}

// A Row is one call. Lines and columns count from 1, columns in bytes.
type Row struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Function string `json:"function"`
	Callee   string `json:"callee,omitempty"` // of a wrapper's call
	Entry    string `json:"entry"`
	// Must are set on every path, May on some, Unknown tells where others may
	// come from.
	Must    []string `json:"flags_must"`
	May     []string `json:"flags_may"`
	Unknown []string `json:"flags_unknown"`
	Locked  string   `json:"locked"`
	Pages   string   `json:"pages"`
	Lock    string   `json:"mmap_lock"`
	Result  string   `json:"result"`
	Cond    string   `json:"condition"`
	Via     []Step   `json:"via"`
}

// A Step is one thing on the way of a flag to the entry.
type Step struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Text   string `json:"text"`
}

// A Gap is a piece of code that could not be read.
type Gap struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Function string `json:"function"`
	Reason   string `json:"reason"`
}

// NewAudit makes the rows of the calls in files for which scope holds.
func NewAudit(set *passes.CallSet, scope func(path string) bool) *Audit {
	a := &Audit{Tree: set.Snapshot.Tree.Root, Kernel: set.Snapshot.Contract.Kernel, Sites: []*Row{}, Wrappers: []*Row{}, Gaps: []Gap{}}
	set.Lock()
	defer set.Unlock()
	for _, s := range set.Sites {
		if scope(s.At.Unit.Path) {
			a.Sites = append(a.Sites, site(set.Snapshot.Contract, s))
		}
	}
	for _, w := range set.Wrapped {
		if scope(w.At.Unit.Path) {
			a.Wrappers = append(a.Wrappers, wrapper(set.Snapshot.Contract, w))
		}
	}
	for _, g := range set.Gaps {
		if scope(g.At.File) {
			a.Gaps = append(a.Gaps, Gap{g.At.File, g.At.Start.Line, g.At.Start.Column, g.Function, g.Reason})
		}
	}
	return a
}

// newRow begins the row of a call.
func newRow(at flow.Where, function, entry string) *Row {
	r := passes.Range(at)
	return &Row{File: r.File, Line: r.Start.Line, Column: r.Start.Column, Function: function, Entry: entry,
		Must: []string{}, May: []string{}, Unknown: []string{}, Via: []Step{}}
}

// site makes the row of a call of an entry. What several readings of the
// function say of it is joined.
func site(c *gup.Contract, s *passes.Site) *Row {
	row := newRow(s.At, s.Name, s.Entry.Name)
	row.Cond = s.Cond
	home := slices.Clone(s.Views)
	home = slices.DeleteFunc(home, func(v *passes.View) bool { return v.Depth() > 0 })
	if len(home) == 0 {
		// Nothing leads to the call: it is dead, or within what was not read.
		row.Locked, row.Pages, row.Lock, row.Result = "unknown", "expression", "unknown", "unknown"
		row.Unknown = []string{"the call is not reached"}
		return row
	}
	row.fill(c, home)
	return row
}

// wrapper makes the row of a call of a function that hands flags on.
func wrapper(c *gup.Contract, w *passes.Wrap) *Row {
	row := newRow(w.At, w.Func.DisplayName(), w.View.Site.Entry.Name)
	row.Callee = w.Callee
	row.Cond = w.Func.Cond()
	row.fill(c, []*passes.View{w.View})
	return row
}

// fill says what is known of a call as it is seen.
func (r *Row) fill(c *gup.Contract, views []*passes.View) {
	bits := views[0].Flags(views[0].Event.PC)
	for _, v := range views[1:] {
		bits = bits.Join(v.Flags(v.Event.PC))
	}
	v := views[0]
	stored, memberSteps, isMember := v.MemberFlags()
	if isMember {
		bits.Must |= stored.Must
		bits.May |= stored.May
		bits.Unknown, bits.Why = stored.Unknown, stored.Why
	}
	names := c.Names
	if v.Site.Entry.FlagKind == gup.FaultFlags {
		names = c.FaultNames
	}
	r.Must, r.May = orEmpty(names(bits.Must)), orEmpty(names(bits.May))
	if bits.Unknown != 0 {
		r.Unknown = orEmpty(slices.Compact(slices.Sorted(slices.Values(bits.Why))))
	}
	r.Locked, r.Pages = locked(v), pages(v)
	r.Lock = lockState(v)
	r.Result = v.ResultUse()
	if r.Cond == "" {
		r.Cond = strings.Join(v.Sum.Arena.Configs(v.Event.PC), " && ")
	}
	for _, s := range memberSteps {
		r.Via = append(r.Via, Step{s.At.File, s.At.Start.Line, s.At.Start.Column, s.Text})
	}
	for _, s := range v.FlagSteps(c, passes.Verdict{When: v.Event.PC}, names(bits.May)...) {
		r.Via = append(r.Via, Step{s.At.File, s.At.Start.Line, s.At.Start.Column, s.Text})
	}
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// locked tells what the locked argument is.
func locked(v *passes.View) string {
	i := v.Site.Entry.Roles.Locked
	if i < 0 {
		return "none"
	}
	return v.Sum.Arena.PointerKind(v.Arg(i))
}

// pages tells whether there is an array for the pages.
func pages(v *passes.View) string {
	t := v.Arg(v.Site.Entry.Roles.Pages)
	switch {
	case t == flow.None:
		return "none"
	case v.Sum.Arena.PointerKind(t) == "NULL":
		return "NULL"
	}
	return "expression"
}

// lockState tells how mmap_lock of the mm that the entry works on is held.
func lockState(v *passes.View) string {
	a := v.Sum.Arena
	state := ""
	for _, val := range a.Values(v.Event.Lock, v.Event.PC) {
		n, ok := a.Number(val.Term)
		name := "unknown"
		if ok {
			name = cmp.Or(map[int64]string{flow.LockNone: "not held", flow.LockRead: "read", flow.LockWrite: "write", flow.LockHeld: "held"}[n], "unknown")
		}
		if state != "" && state != name {
			return "unknown"
		}
		state = name
	}
	return cmp.Or(state, "unknown")
}

// place spells where a row is, in a file's own words.
func (r *Row) place(relative func(string) string) string {
	return lint.Range{File: relative(r.File), Start: lint.Position{Line: r.Line, Column: r.Column}}.String()
}
