// SPDX-License-Identifier: MIT

package callgraph

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// Bounds on the files that one question may lead to. A name that more files use
// is too common to tell who means whom.
const (
	maxDefiners = 40
	maxCallers  = 400
	maxOpsFiles = 120
)

// Definitions lists the definitions of a function that a call in a file may
// mean: those it can see, and unless one of those is there in every
// configuration, the global ones of the tree. Where architectures define it each
// for itself, a file of one gets those of its own if there are any; other files
// get all.
func (p *Program) Definitions(u *parser.Unit, name string) []*Func {
	local := p.Local(u, name)
	if !OnlySometimes(local) || len(name) < 3 || p.Index() == nil {
		return local
	}
	paths := p.FilesFor(u.Path, source.Declared, name)
	if len(paths) > maxDefiners {
		return local
	}
	var out, own []*Func
	arch := archOf(u.Path)
	for _, q := range paths {
		for _, f := range p.FileFor(u.Path, q).Named(name) {
			if f.IsLocal() || slices.Contains(local, f) {
				continue
			}
			out = append(out, f)
			if archOf(q) == arch && strings.HasPrefix(q, "arch/") && strings.HasPrefix(u.Path, "arch/") {
				own = append(own, f)
			}
		}
	}
	if len(own) > 0 {
		out = own
	}
	return append(slices.Clip(local), out...)
}

// OnlySometimes tells whether a configuration decides if there is any of a list
// of definitions: all of them stand within #if.
func OnlySometimes(fs []*Func) bool {
	return !slices.ContainsFunc(fs, func(f *Func) bool { return f.Cond() == "" })
}

// wrappingMacros lists the macros of a header that call a function: who uses one
// need not name the function.
func (p *Program) wrappingMacros(by, path, name string) []string {
	if !strings.HasSuffix(path, ".h") {
		return nil
	}
	h := p.userOf(by, path)
	names := appendMacros([]string{name}, h)[1:]
	for _, alias := range names {
		p.AddMacro(h, alias)
		if p.trace != nil {
			p.trace.mayCall(by, p.UsersOf(by, source.Called, alias)...)
		}
	}
	return names
}

// appendMacros adds the macros of a file that call one of a list of functions, or
// are another name for one.
func appendMacros(names []string, f *File) []string {
	if f.Unit == nil {
		return names
	}
	f.index()
	for _, it := range f.text.macros {
		if slices.Contains(names, it.Name) {
			continue
		}
		if slices.ContainsFunc(f.Unit.CallsIn(it.Span), func(c parser.Name) bool { return slices.Contains(names, c.Text) }) ||
			slices.Contains(names, strings.TrimSpace(f.Unit.Slice(it.Body))) {
			names = append(names, it.Name)
		}
	}
	return names
}

// callersIn lists the functions of a file that call f.
func (p *Program) callersIn(g *File, f *Func) []*Func {
	if g.Unit == nil {
		return nil
	}
	if own := g.Named(f.Name); len(own) > 0 && !slices.Contains(own, f) && !sameItem(own, f) {
		return nil // the file has a function of its own with that name
	}
	return g.callingAny(p.macroAliases(g, f))
}

func sameItem(list []*Func, f *Func) bool {
	return slices.ContainsFunc(list, func(g *Func) bool { return g.Item == f.Item })
}

// isMember tells whether the name at a position is that of a member: x->name or
// x.name.
func isMember(u *parser.Unit, pos syntax.Pos) bool {
	before := strings.TrimRight(string(u.Text[max(0, int(pos)-16):pos]), " \t\n")
	return strings.HasSuffix(before, "->") || strings.HasSuffix(before, ".")
}

// macroAliases lists the names under which a file may call a function: its own,
// and those of the file's macros that call it.
func (p *Program) macroAliases(g *File, f *Func) []string {
	name, by := f.Name, f.File.Path
	names := []string{name}
	for _, h := range p.reach(g) {
		if !isCommon(p, h.Path) {
			names = appendMacros(names, h)
		}
	}
	if p.Index() == nil {
		return names
	}
	for _, q := range p.UsersOf(by, source.Called, name) {
		if len(p.wrappingMacros(by, q, name)) > 0 && slices.Contains(p.wide(g), p.File(q)) {
			names = appendMacros(names, p.File(q))
		}
	}
	return names
}

// A Target is a function that a member of an ops table points to.
type Target struct {
	Struct string // "struct foo_ops", "" if unknown
	Func   *Func
}

// Targets lists the functions known to stand in a member of a struct. Only
// functions for which OpsOf was asked are known.
func (p *Program) Targets(u *parser.Unit, base, member string) []*Func {
	p.opsMu.Lock()
	list := p.ops[member]
	p.opsMu.Unlock()
	if len(list) == 0 {
		return nil
	}
	var out []*Func
	for _, t := range list {
		if (t.Struct == base || t.Struct == "" || base == "") && !slices.Contains(out, t.Func) {
			p.trace.read(down, u.Path, t.Func.File.Path)
			p.trace.mayCall(u.Path, t.Func.File.Path)
			out = append(out, t.Func)
		}
	}
	return out
}

// A Slot is a member of a struct that a function is stored in.
type Slot struct {
	Struct string // "struct foo_ops", "" if unknown
	Member string
	File   string
}

// OpsOf lists the members of structs that a function is stored in: by the
// initializers of variables and by assignments.
func (p *Program) OpsOf(f *Func) []Slot {
	paths := []string{f.File.Path}
	if (!f.Item.Static || strings.HasSuffix(f.File.Path, ".h")) && p.Index() != nil {
		paths = p.UsersOf(f.File.Path, source.Stored, f.Name)
		if len(paths) > maxOpsFiles {
			paths = paths[:maxOpsFiles]
		}
	}
	var slots []Slot
	for _, q := range paths {
		slots = append(slots, p.slotsIn(p.userOf(f.File.Path, q), f)...)
	}
	p.opsMu.Lock()
	defer p.opsMu.Unlock()
	for _, s := range slots {
		p.trace.ask(up, f.File.Path, source.Called, s.Member) // who calls it may come to f
		t := Target{s.Struct, f}
		if !slices.Contains(p.ops[s.Member], t) {
			p.ops[s.Member] = append(p.ops[s.Member], t)
		}
	}
	return slots
}

// slotsIn finds where a file stores a function.
func (p *Program) slotsIn(g *File, f *Func) []Slot {
	if g.Unit == nil || g != f.File && len(g.Named(f.Name)) > 0 {
		return nil
	}
	var slots []Slot
	for _, it := range g.mentions(f.Name) {
		if it.Kind == parser.Var {
			for _, v := range g.Unit.Vars(it) {
				if list, ok := v.Init.(*syntax.InitList); ok {
					slots = initSlots(slots, list, v.Type.Base, f.Name, g.Path)
				}
			}
			continue
		}
		for _, fn := range g.Named(it.Name) {
			if fn.Item == it {
				slots = p.assignedSlots(slots, fn, f.Name)
			}
		}
	}
	return slots
}

// mentions tells whether a name stands in a span, not called.
func mentions(u *parser.Unit, s syntax.Span, name string) bool {
	text := u.Text[s.Start:s.End]
	word := func(i int) bool { return i >= 0 && i < len(text) && isWord(text[i]) }
	for i := 0; ; {
		n := bytes.Index(text[i:], []byte(name))
		if n < 0 {
			return false
		}
		at := i + n
		i = at + len(name)
		if !word(at-1) && !word(i) && !bytes.HasPrefix(text[i:], []byte("(")) {
			return true
		}
	}
}

// initSlots finds a function among the elements of an initializer.
func initSlots(slots []Slot, list *syntax.InitList, base, name, file string) []Slot {
	for _, it := range list.Items {
		member := ""
		for _, d := range it.Path {
			if d.Field != "" {
				member = d.Field
			}
		}
		if sub, ok := it.Value.(*syntax.InitList); ok {
			inner := base
			if member != "" {
				inner = "" // the member's type, which nobody asked for yet
			}
			slots = initSlots(slots, sub, inner, name, file)
			continue
		}
		if member != "" && namesFunction(it.Value, name) {
			slots = append(slots, Slot{base, member, file})
		}
	}
	return slots
}

func namesFunction(e syntax.Expr, name string) bool {
	switch e := e.(type) {
	case *syntax.Ident:
		return e.Name == name
	case *syntax.Unary:
		return e.Op == syntax.Ref && namesFunction(e.X, name)
	case *syntax.Cast:
		return namesFunction(e.X, name)
	case *syntax.Cond:
		return e.Then != nil && namesFunction(e.Then, name) || namesFunction(e.Else, name)
	}
	return false
}

// assignedSlots finds the assignments x->member = name of a function.
func (p *Program) assignedSlots(slots []Slot, fn *Func, name string) []Slot {
	types := localTypes(fn.Syntax())
	syntax.Walk(fn.Syntax(), func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Assign:
			if m, ok := n.L.(*syntax.Member); ok && namesFunction(n.R, name) {
				slots = append(slots, Slot{p.baseOf(fn.Unit, types, m.X), m.Name, fn.File.Path})
			}
		case *syntax.Literal:
			slots = initSlots(slots, n.Init, n.Type.Base, name, fn.File.Path)
		case *syntax.Var:
			if list, ok := n.Init.(*syntax.InitList); ok {
				slots = initSlots(slots, list, n.Type.Base, name, fn.File.Path)
			}
		}
		return true
	})
	return slots
}

// localTypes gives the types of a function's parameters and variables.
func localTypes(f *syntax.Function) map[string]*syntax.Type {
	types := map[string]*syntax.Type{}
	for _, p := range f.Params {
		types[p.Name] = p.Type
	}
	syntax.Walk(f, func(n syntax.Node) bool {
		if v, ok := n.(*syntax.Var); ok {
			types[v.Name] = v.Type
		}
		return true
	})
	return types
}

// baseOf gives the base type of an expression, "" if it is not known.
func (p *Program) baseOf(u *parser.Unit, types map[string]*syntax.Type, e syntax.Expr) string {
	if t := p.exprType(u, types, e); t != nil {
		return t.Base
	}
	return ""
}

func (p *Program) exprType(u *parser.Unit, types map[string]*syntax.Type, e syntax.Expr) *syntax.Type {
	switch e := e.(type) {
	case *syntax.Ident:
		if t := types[e.Name]; t != nil {
			return t
		}
		if g := p.Global(u, e.Name); g != nil {
			return g.Var.Type
		}
	case *syntax.Member:
		if t := p.exprType(u, types, e.X); t != nil {
			return p.FieldTypeWide(u, t.Base, e.Name)
		}
	case *syntax.Unary:
		return p.exprType(u, types, e.X)
	case *syntax.Index:
		return p.exprType(u, types, e.X)
	case *syntax.Cast:
		return e.Type
	case *syntax.Call:
		return p.ReturnType(u, e.Callee())
	}
	return nil
}

// opsCallers lists the functions that call through the members f is stored in.
func (p *Program) opsCallers(f *Func) (list []Caller, limited bool) {
	if p.Index() == nil {
		return nil, false
	}
	for _, slot := range p.OpsOf(f) {
		paths := p.UsersOf(f.File.Path, source.Called, slot.Member)
		if len(paths) > maxOpsFiles {
			p.trace.mayCall(f.File.Path, paths...) // that may come to f too
			paths, limited = nearest(paths, slot.File), true
		}
		for _, q := range paths {
			list = append(list, p.memberCallers(p.CallerOf(f.File.Path, q), slot)...)
		}
	}
	return list, limited
}

// nearest keeps the paths that are in the same part of the tree as a file.
func nearest(paths []string, file string) []string {
	dir := path.Dir(file)
	var out []string
	for _, q := range paths {
		if strings.HasPrefix(q, dir+"/") && len(out) < maxOpsFiles {
			out = append(out, q)
		}
	}
	return out
}

// memberCallers lists the functions of a file that call x->member() of a struct
// that may be the slot's.
func (p *Program) memberCallers(g *File, slot Slot) []Caller {
	if g.Unit == nil {
		return nil
	}
	var out []Caller
	for _, fn := range g.Functions() {
		called := false
		for _, c := range g.Unit.CallsIn(fn.Item.Body) {
			called = called || c.Text == slot.Member && isMember(g.Unit, c.Pos)
		}
		if !called {
			continue
		}
		if yes, guess := p.callsSlot(fn, slot); yes {
			out = append(out, Caller{Func: fn, Ops: slot.Member, Guess: guess})
		}
	}
	return out
}

// callsSlot tells whether a function calls a member of the slot's struct; guess
// tells that one of the types is not known.
func (p *Program) callsSlot(fn *Func, slot Slot) (yes, guess bool) {
	types := localTypes(fn.Syntax())
	syntax.Walk(fn.Syntax(), func(n syntax.Node) bool {
		c, ok := n.(*syntax.Call)
		if !ok || yes && !guess {
			return true
		}
		m, ok := c.Fun.(*syntax.Member)
		if !ok || m.Name != slot.Member {
			return true
		}
		base := p.baseOf(fn.Unit, types, m.X)
		switch {
		case base == "" || slot.Struct == "":
			yes, guess = true, true
		case base == slot.Struct:
			yes, guess = true, false
		}
		return true
	})
	return yes, guess
}

// Functions lists the definitions that a name in a file may mean, as people ask
// for it: those the file can see, else those in the tree, unless more than max
// files declare the name.
func (p *Program) Functions(u *parser.Unit, name string, max int) []*Func {
	if fs := p.Local(u, name); len(fs) > 0 {
		return fs
	}
	if p.Index() == nil || len(p.FilesFor(u.Path, source.Declared, name)) > max {
		return nil
	}
	return p.Definitions(u, name)
}
