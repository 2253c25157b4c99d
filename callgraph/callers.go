// SPDX-License-Identifier: MIT

package callgraph

import (
	"slices"
	"strings"

	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/parser"
)

// A Caller is a function that calls another.
type Caller struct {
	Func *Func
	// Ops is the member through which it calls, "" for a direct call. Guess
	// tells that the type of the struct is not known to be the right one.
	Ops   string
	Guess bool
}

// Callers lists the functions that call f, directly or through the ops tables
// that it stands in; limited tells that there may be more.
func (p *Program) Callers(f *Func) (list []Caller, limited bool) {
	paths, limited := p.callFiles(f)
	for _, q := range paths {
		for _, fn := range p.callersIn(p.CallerOf(f.File.Path, q), f) {
			list = append(list, Caller{Func: fn})
		}
	}
	ops, more := p.opsCallers(f)
	return append(list, ops...), limited || more
}

// LocalCallers lists those callers of f that stand in the same file.
func (p *Program) LocalCallers(f *Func) (list []Caller) {
	for _, fn := range p.callersIn(f.File, f) {
		list = append(list, Caller{Func: fn})
	}
	for _, slot := range p.OpsOf(f) {
		list = append(list, p.memberCallers(f.File, slot)...)
	}
	return list
}

// IsLocal tells whether no other file can call a function by its name.
func (f *Func) IsLocal() bool { return f.Item.Static && !strings.HasSuffix(f.File.Path, ".h") }

// callFiles lists the files in which f may be called by name.
func (p *Program) callFiles(f *Func) (paths []string, limited bool) {
	if f.IsLocal() || p.Index() == nil {
		return []string{f.File.Path}, false
	}
	paths = p.UsersOf(f.File.Path, source.Called, f.Name)
	paths = append(paths, f.File.Path)
	for _, q := range paths {
		for _, alias := range p.wrappingMacros(f.File.Path, q, f.Name) {
			paths = append(paths, p.UsersOf(f.File.Path, source.Called, alias)...)
		}
	}
	slices.Sort(paths)
	paths = slices.Compact(paths)
	if len(paths) > maxCallers {
		p.trace.mayCall(f.File.Path, paths[maxCallers:]...)
		return paths[:maxCallers], true
	}
	return paths, false
}

// NamedCallers lists the functions that call f by its name in files for which in
// holds; all tells that there are no others. Nothing else is read.
func (p *Program) NamedCallers(f *Func, in func(path string) bool) (list []*Func, all bool) {
	paths, all := p.filesWith(source.Called, f, in)
	for _, q := range paths {
		g := p.CallerOf(f.File.Path, q)
		if own := g.Named(f.Name); g.Unit == nil || len(own) > 0 && !sameItem(own, f) {
			continue
		}
		list = append(list, g.callers(f.Name)...)
	}
	return list, all
}

// callers lists the functions of a file that call a name, or one of the file's macros
// that does.
func (f *File) callers(name string) []*Func {
	return f.callingAny(appendMacros([]string{name}, f))
}

// manyNames is from how many questions on it pays to note all names of a file.
const manyNames = 16

// mentions lists the variables and functions of a file in which a name stands, not
// called. It finds out once.
func (f *File) mentions(name string) []*parser.Item {
	f.mu.Lock()
	list, ok := f.mentioning[name]
	many := len(f.mentioning) > manyNames
	f.mu.Unlock()
	if ok {
		return list
	}
	if !many || f.hasBare(name) {
		for i := range f.Unit.Items {
			if it := &f.Unit.Items[i]; (it.Kind == parser.Var || it.Kind == parser.Function) && mentions(f.Unit, it.Body, name) {
				list = append(list, it)
			}
		}
	}
	list = slices.Clip(list)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.mentioning == nil {
		f.mentioning = map[string][]*parser.Item{}
	}
	f.mentioning[name] = list
	return list
}

// Slots is OpsOf for the files for which in holds. Nothing else is read, and nothing
// remembered.
func (p *Program) Slots(f *Func, in func(path string) bool) []Slot {
	var slots []Slot
	paths, _ := p.filesWith(source.Stored, f, in)
	for _, q := range paths {
		slots = append(slots, p.slotsIn(p.userOf(f.File.Path, q), f)...)
	}
	return slots
}

// filesWith lists the files, of those for which in holds, in which f may be used; all
// tells that there are no others.
func (p *Program) filesWith(use source.Use, f *Func, in func(path string) bool) (paths []string, all bool) {
	own := f.File.Path
	if f.IsLocal() {
		return []string{own}, true
	}
	if p.Index() == nil {
		return []string{own}, false
	}
	paths = append(p.UsersOf(own, use, f.Name), own)
	slices.Sort(paths)
	paths = slices.Compact(paths)
	n := len(paths)
	paths = slices.DeleteFunc(paths, func(q string) bool { return q != own && !in(q) })
	return paths, len(paths) == n
}
