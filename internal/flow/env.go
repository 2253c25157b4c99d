// SPDX-License-Identifier: MIT

package flow

import (
	"slices"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// env answers what an executor asks about names.
type env struct {
	prog      *callgraph.Program
	constants map[string]int64
	far       func(name string) bool
	asked     map[farQuestion][]*Func
	macros    *macrosAsked
}

// macrosAsked are the names that were asked for as macros, as far as those do not stand
// in the files that a file sees: what they mean depends on the macros of other headers
// that the program was told of, see [callgraph.Program.AddMacro].
type macrosAsked struct {
	units map[*parser.Unit]bool // with names that are none
	none  map[macroQuestion]bool
	found map[macroQuestion]*parser.Unit // the header
}

func newMacrosAsked() *macrosAsked {
	return &macrosAsked{map[*parser.Unit]bool{}, map[macroQuestion]bool{}, map[macroQuestion]*parser.Unit{}}
}

type macroQuestion struct {
	unit *parser.Unit
	name string
}

// hold tells whether a program gives the same answers.
func (m *macrosAsked) hold(p *callgraph.Program) bool {
	for q, in := range m.found {
		if _, now := p.Macro(q.unit, q.name); now != in {
			return false
		}
	}
	for _, name := range p.AddedMacros() {
		for u := range m.units {
			if m.none[macroQuestion{u, name}] {
				if macro, _ := p.Macro(u, name); macro != nil {
					return false
				}
			}
		}
	}
	return true
}

func (m *macrosAsked) add(u *parser.Unit, name string, in *parser.Unit) {
	q := macroQuestion{u, name}
	if in != nil && !m.none[q] && m.found[q] == nil {
		m.found[q] = in
	} else if in == nil && m.found[q] == nil {
		m.units[u], m.none[q] = true, true
	}
}

// A farQuestion is one whose answer may lie anywhere in the tree: which functions a
// name means in a file, or a member of a structure that is called.
type farQuestion struct {
	unit         *parser.Unit
	base, member string
	name         string
}

// ask answers a question and remembers it.
func (e env) ask(q farQuestion) []*Func {
	fs, ok := e.asked[q]
	if !ok {
		fs = answer(e.prog, q)
		e.asked[q] = fs
	}
	return fs
}

func answer(p *callgraph.Program, q farQuestion) []*Func {
	if q.member != "" {
		return p.Targets(q.unit, q.base, q.member)
	}
	return p.Definitions(q.unit, q.name)
}

// Holds tells whether what an engine found out is true of another program, made
// from the engine's own for an edited tree, as far as the files are the same that
// hold the functions it was asked about: the program answers all that the engine
// asked beyond these files in the same way.
func (eng *Engine) Holds(p *callgraph.Program) bool {
	for k := range eng.done {
		if !p.Has(k.fn.File) {
			return false
		}
	}
	for q, fs := range eng.env.asked {
		if !slices.Equal(fs, answer(p, q)) {
			return false
		}
	}
	return eng.env.macros.hold(p)
}

// KnownConstant gives the value of a constant that is known beforehand, unless
// the file has a definition of its own.
func (e env) KnownConstant(u *parser.Unit, name string) (int64, bool) {
	v, ok := e.constants[name]
	return v, ok && !e.prog.Redefines(u, name)
}

func (e env) Macro(u *parser.Unit, name string) (*syntax.Macro, *parser.Unit) {
	m, in := e.prog.Macro(u, name)
	if m == nil || e.prog.IsAddedMacro(name) {
		e.macros.add(u, name, in)
	}
	return m, in
}

func (e env) Global(u *parser.Unit, name string) *Global { return e.prog.Global(u, name) }

func (e env) IsFunction(u *parser.Unit, name string) bool { return e.prog.IsFunction(u, name) }

func (e env) FieldType(u *parser.Unit, base, field string) *syntax.Type {
	return e.prog.FieldType(u, base, field)
}

func (e env) ReturnType(u *parser.Unit, name string) *syntax.Type { return e.prog.ReturnType(u, name) }

// IsConstArg tells whether a function is known not to change what its argument
// points to.
func (e env) IsConstArg(u *parser.Unit, name string, arg int) bool { return isReader[name] }

// isReader are functions that are often given objects and change nothing in
// them that matters here.
var isReader = map[string]bool{
	"kfree": true, "kvfree": true, "vfree": true, "mutex_lock": true, "mutex_unlock": true,
	"spin_lock": true, "spin_unlock": true, "dev_err": true, "dev_dbg": true, "dev_warn": true, "dev_info": true,
	"printk": true, "pr_err": true, "pr_debug": true, "pr_warn": true, "_printk": true, "mmgrab": true,
	"mmdrop": true, "mmput": true, "mmget": true, "mmget_not_zero": true, "kref_get": true, "get_device": true,
	"atomic_read": true, "atomic64_read": true, "refcount_read": true, "list_empty": true,
}

// Callee lists the definitions of a function: those a file can see, and of
// functions that matter those elsewhere in the tree.
func (e env) Callee(u *parser.Unit, name string) []*Func {
	if fs := e.prog.Local(u, name); !callgraph.OnlySometimes(fs) || e.far == nil || !e.far(name) {
		return fs
	}
	return e.Definitions(u, name)
}

// Definitions lists the definitions of a function wherever they are.
func (e env) Definitions(u *parser.Unit, name string) []*Func {
	return e.ask(farQuestion{unit: u, name: name})
}

func (e env) Targets(u *parser.Unit, base, field string) []*Func {
	return e.ask(farQuestion{unit: u, base: base, member: field})
}
