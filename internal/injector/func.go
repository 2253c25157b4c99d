// SPDX-License-Identifier: MIT

package injector

import (
	"bytes"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// A Func is a function that can be rewritten.
type Func struct {
	Unit   *parser.Unit
	Item   *parser.Item
	Syntax *syntax.Function
	code   []byte // of the unit, see [Code]
}

// FuncOf prepares a function for rewriting; ok is false for one that an #if cuts
// through, or that could not be read as a whole.
func FuncOf(u *parser.Unit, it *parser.Item) (f *Func, ok bool) {
	if it.Kind != parser.Function || bytes.Contains(u.Text[it.Body.Start:it.Body.End], []byte("\n#")) {
		return nil, false
	}
	list := u.Function(it)
	if len(list) != 1 || len(list[0].Gaps) > 0 || list[0].Ret == nil || list[0].Ret.Base == "" {
		return nil, false
	}
	return &Func{u, it, list[0], Code(u.Text)}, true
}

// A Rewrite changes a function. It gives no edits where there is nothing to
// change.
type Rewrite struct {
	Name    string
	rewrite func(f *Func, id string) []Edit
}

// Edits rewrites a function. id begins the names that are made up.
func (r Rewrite) Edits(f *Func, id string) []Edit { return r.rewrite(f, id) }

// text gives the text of a node.
func (f *Func) text(n syntax.Node) string { return f.Unit.Slice(n.Range()) }

// before inserts a text before the function, with ID replaced.
func (f *Func) before(id, text string) Edit {
	return Edit{at(f.Item.Start), strings.ReplaceAll(text, "ID", id) + "\n"}
}

// first inserts a text as the first of the body.
func (f *Func) first(text string) Edit { return Edit{at(f.Item.Body.Start + 1), "\n\t" + text} }

// all lists the nodes of a type in the body, statement expressions aside.
func all[N syntax.Node](f *Func) []N {
	var list []N
	syntax.Walk(f.Syntax.Body, func(n syntax.Node) bool {
		if _, ok := n.(*syntax.StmtExpr); ok {
			return false
		}
		if m, ok := n.(N); ok {
			list = append(list, m)
		}
		return true
	})
	return list
}

// locals lists the variables that are declared in the body.
func (f *Func) locals() []*syntax.Var {
	var list []*syntax.Var
	for _, d := range all[*syntax.DeclStmt](f) {
		list = append(list, d.Vars...)
	}
	return list
}

// calls lists the calls of functions with a name.
func (f *Func) calls(names ...string) []*syntax.Call {
	return slices.DeleteFunc(all[*syntax.Call](f), func(c *syntax.Call) bool {
		id, ok := c.Fun.(*syntax.Ident)
		return !ok || !slices.Contains(names, id.Name)
	})
}

// renamed renames a variable in the whole function.
func (f *Func) renamed(old, name string) []Edit {
	var edits []Edit
	for _, w := range Words(f.code, f.Item.Span, old) {
		before := strings.TrimRight(string(f.code[f.Item.Start:w.Start]), " \t\n")
		if !strings.HasSuffix(before, "->") && !strings.HasSuffix(before, ".") {
			edits = append(edits, Edit{w, name})
		}
	}
	return edits
}
