// SPDX-License-Identifier: MIT

// Package callgraph links the names of a kernel tree across its files, on
// demand: who defines a function, who calls it, directly or through an ops
// table, and what a macro, a constant or a member of a struct is.
//
// Nothing is linked beforehand. A question about a name goes to the index of
// package source, which names the few files that can answer it; those are cut
// into items (not parsed) and kept. Callers of callers cost no further pass
// over the tree.
package callgraph

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// A Program is a tree with its names. It is safe for concurrent use.
type Program struct {
	Tree *source.Tree

	index  func() *source.Index
	mu     sync.Mutex
	files  map[string]*File
	byUnit map[*parser.Unit]*File
	common []string // headers that every file is taken to include
	known  map[string]int64
	trace  *trace // nil where nobody asks for it

	opsMu sync.Mutex
	ops   map[string][]Target // by member
	// wrapping are the macros of headers that wrap calls, by name.
	wrapping map[string][]*File
}

// New returns the program of a tree. index is called when a question first
// needs it, so that work on single files can begin before the tree has been
// read; it may return nil where there is none. base is an earlier program of a
// tree on the same disk, whose files are taken over where they and all that they
// see are the same; it may be nil.
func New(t *source.Tree, index func() *source.Index, base *Program) *Program {
	p := &Program{Tree: t, index: index, files: map[string]*File{}, byUnit: map[*parser.Unit]*File{}, ops: map[string][]Target{}}
	if base != nil {
		p.takeOver(base)
	}
	return p
}

// Index gives the index of the tree, nil if there is none.
func (p *Program) Index() *source.Index {
	if p.index == nil {
		return nil
	}
	return p.index()
}

// SetCommon names headers in which names are looked for after those that a file
// includes itself.
func (p *Program) SetCommon(paths ...string) { p.common = paths }

// SetConstants gives numbers that are known without looking for them.
func (p *Program) SetConstants(known map[string]int64) { p.known = known }

// A File is a file that has been cut into items, with its names. Err is why it
// could not be read.
type File struct {
	Path string
	Unit *parser.Unit
	Err  error

	once   sync.Once
	names  sync.Once
	funcs  map[string][]*Func
	all    []*Func
	items  map[string][]*parser.Item // macros, structs, variables, typedefs by name
	enums  sync.Once
	consts map[string]constant

	mu      sync.Mutex
	macros  map[string]*macroEntry
	globals map[string]*Global
	fields  map[string]map[string]*syntax.Type
	local   []*File // what it includes with quotes, itself first
	rets    map[string]*syntax.Type
	text    textNames
	// mentioning are the variables and functions that name one without a call: of
	// names that were asked for.
	mentioning map[string][]*parser.Item
}

// File reads a file of the tree; what went wrong is in its Err.
func (p *Program) File(path string) *File {
	p.mu.Lock()
	f := p.files[path]
	if f == nil {
		f = &File{Path: path}
		p.files[path] = f
	}
	p.mu.Unlock()
	f.once.Do(func() {
		text, err := p.Tree.ReadFile(path)
		if err != nil {
			f.Err = err
			return
		}
		f.Unit = parser.Scan(path, text)
		p.mu.Lock()
		p.byUnit[f.Unit] = f
		p.mu.Unlock()
	})
	return f
}

// FileOf gives the file that a unit was made of.
func (p *Program) FileOf(u *parser.Unit) *File {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.byUnit[u]
}

// Files lists the files that have been read, by path.
func (p *Program) Files() []*File {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := make([]*File, 0, len(p.files))
	for _, f := range p.files {
		if f.Unit != nil {
			list = append(list, f)
		}
	}
	slices.SortFunc(list, func(a, b *File) int { return strings.Compare(a.Path, b.Path) })
	return list
}

// Paths lists the files that have been asked for, whether they could be read or not.
func (p *Program) Paths() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Sorted(maps.Keys(p.files))
}

// A Func is a function definition, or one reading of it where an #if cuts
// through its statements.
type Func struct {
	Name string
	File *File
	Unit *parser.Unit
	Item *parser.Item

	variant int
	parsed  *parsedItem
}

// A parsedItem is the syntax of an item, made when first asked for.
type parsedItem struct {
	once sync.Once
	list []*syntax.Function
}

func (pi *parsedItem) get(u *parser.Unit, it *parser.Item) []*syntax.Function {
	pi.once.Do(func() { pi.list = u.Function(it) })
	return pi.list
}

// Syntax parses the function.
func (f *Func) Syntax() *syntax.Function {
	list := f.parsed.get(f.Unit, f.Item)
	return list[min(f.variant, len(list)-1)]
}

// Variants lists the readings of the function, itself first; there is one for
// most.
func (f *Func) Variants() []*Func {
	out := []*Func{f}
	for i := range f.parsed.get(f.Unit, f.Item) {
		if i > 0 {
			g := *f
			g.variant = i
			out = append(out, &g)
		}
	}
	return out
}

// Cond is the condition of the #if around the function, "" for none.
func (f *Func) Cond() string {
	if f.variant > 0 {
		return f.Syntax().Cond
	}
	return f.Item.Cond
}

// DisplayName gives the name that a reader knows the function by.
func (f *Func) DisplayName() string {
	if strings.Contains(f.Name, "SYSCALL_DEFINE") {
		return f.Syntax().Name
	}
	return f.Name
}

// ID tells the function from all others of the tree.
func (f *Func) ID() string {
	return f.File.Path + ":" + f.Name + ":" + f.Cond()
}

// link sorts the items of a file by name.
func (f *File) link() {
	f.names.Do(func() {
		f.funcs = map[string][]*Func{}
		f.items = map[string][]*parser.Item{}
		f.macros = map[string]*macroEntry{}
		f.globals = map[string]*Global{}
		f.fields = map[string]map[string]*syntax.Type{}
		f.rets = map[string]*syntax.Type{}
		if f.Unit == nil {
			return
		}
		for i := range f.Unit.Items {
			it := &f.Unit.Items[i]
			if it.Kind != parser.Function {
				if it.Name != "" {
					f.items[it.Name] = append(f.items[it.Name], it)
				}
				continue
			}
			fn := &Func{Name: it.Name, File: f, Unit: f.Unit, Item: it, parsed: &parsedItem{}}
			f.funcs[it.Name] = append(f.funcs[it.Name], fn)
			f.all = append(f.all, fn)
		}
	})
}

// Functions lists the function definitions of a file, in order.
func (f *File) Functions() []*Func {
	f.link()
	return f.all
}

// Named lists the definitions of a function in the file: one, or the twins of
// an #if.
func (f *File) Named(name string) []*Func {
	f.link()
	return f.funcs[name]
}

// item finds the first item of a kind with a name.
func (f *File) item(name string, kinds ...parser.ItemKind) *parser.Item {
	f.link()
	for _, it := range f.items[name] {
		if slices.Contains(kinds, it.Kind) {
			return it
		}
	}
	return nil
}

// FuncAt finds the function that holds a position.
func (f *File) FuncAt(pos syntax.Pos) *Func {
	for _, fn := range f.Functions() {
		if fn.Item.Contains(pos) {
			return fn
		}
	}
	return nil
}
