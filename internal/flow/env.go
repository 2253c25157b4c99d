// SPDX-License-Identifier: MIT

package flow

import (
	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// env answers what an executor asks about names.
type env struct {
	prog      *callgraph.Program
	constants map[string]int64
	far       func(name string) bool
}

// KnownConstant gives the value of a constant that is known beforehand, unless
// the file has a definition of its own.
func (e env) KnownConstant(u *parser.Unit, name string) (int64, bool) {
	v, ok := e.constants[name]
	return v, ok && !e.prog.Redefines(u, name)
}

func (e env) Macro(u *parser.Unit, name string) (*syntax.Macro, *parser.Unit) {
	return e.prog.Macro(u, name)
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
	return e.prog.Definitions(u, name)
}

func (e env) Targets(u *parser.Unit, base, field string) []*Func {
	return e.prog.Targets(u, base, field)
}
