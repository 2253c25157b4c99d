// SPDX-License-Identifier: MIT

package injector

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// Harmless are rewrites that change nothing of what a function does.
var Harmless = []Rewrite{
	{"inverted conditions", inverted},
	{"goto for early returns", gotos},
	{"early returns for goto", returns},
	{"releases by a helper", releaseHelper},
	{"tests by a helper", testHelper},
	{"another name for the result", swapped},
	{"loops unrolled once", unrolled},
}

// inverted turns every if around.
func inverted(f *Func, _ string) []Edit {
	ifs := all[*syntax.If](f)
	if len(ifs) == 0 {
		return nil
	}
	return []Edit{{f.Item.Body, f.inverted(f.Item.Body, ifs)}}
}

func (f *Func) inverted(s syntax.Span, ifs []*syntax.If) string {
	var b strings.Builder
	at := s.Start
	for _, i := range ifs {
		if i.Start < at || i.End > s.End {
			continue // within one that was turned around
		}
		other := "{ }"
		if i.Else != nil {
			other = "{ " + f.inverted(i.Else.Range(), ifs) + " }"
		}
		fmt.Fprintf(&b, "%sif (!(%s)) %s else { %s }", f.Unit.Slice(syntax.Span{Start: at, End: i.Start}), f.text(i.Cond), other,
			f.inverted(i.Then.Range(), ifs))
		at = i.End
	}
	b.WriteString(f.Unit.Slice(syntax.Span{Start: at, End: s.End}))
	return b.String()
}

// gotos makes one place that all returns go to.
func gotos(f *Func, id string) []Edit {
	list := all[*syntax.Return](f)
	if len(list) < 2 {
		return nil
	}
	ret := f.Syntax.Ret
	end := at(f.Item.Body.End - 1)
	if ret.Base == "void" && ret.Ptr == 0 {
		edits := []Edit{{end, fmt.Sprintf("%s_out:\n\treturn;\n", id)}}
		for _, r := range list {
			edits = append(edits, Edit{r.Span, "goto " + id + "_out;"})
		}
		return edits
	}
	edits := []Edit{f.first(ret.String() + " " + id + "_ret;"), {end, fmt.Sprintf("%s_out:\n\treturn %s_ret;\n", id, id)}}
	for _, r := range list {
		if r.X == nil {
			return nil
		}
		edits = append(edits, Edit{r.Span, fmt.Sprintf("{ %s_ret = %s; goto %s_out; }", id, f.text(r.X), id)})
	}
	return edits
}

// returns does at once what the function goes to a label for, where that is done
// without a jump until it returns.
func returns(f *Func, _ string) []Edit {
	tails := map[string]string{}
	list := f.Syntax.Body.Stmts
	for i, s := range list {
		if l, ok := s.(*syntax.Label); ok {
			if tail, ok := f.tail(list[i+1:]); ok {
				tails[l.Name] = tail
			}
		}
	}
	var edits []Edit
	for _, g := range all[*syntax.Goto](f) {
		if tail := tails[g.Name]; tail != "" {
			edits = append(edits, Edit{g.Span, "{ " + tail + " }"})
		}
	}
	return edits
}

// tail gives the text of statements up to the first return, labels left out; ok is
// false if something else than if statements leads away before.
func (f *Func) tail(list []syntax.Stmt) (text string, ok bool) {
	var parts []string
	for _, s := range list {
		switch s.(type) {
		case *syntax.Label:
			continue
		case *syntax.Return:
			return strings.Join(append(parts, f.text(s)), " "), true
		}
		if !f.isPlain(s) || len(parts) == maxTail {
			return "", false
		}
		parts = append(parts, f.text(s))
	}
	return "", false
}

// maxTail bounds the statements that are done at once.
const maxTail = 6

// releaseParams are the parameters of functions that give pages back:
// include/linux/mm.h.
var releaseParams = map[string]string{
	"put_page":                    "struct page *page",
	"unpin_user_page":             "struct page *page",
	"unpin_user_pages":            "struct page **pages, unsigned long npages",
	"unpin_user_pages_dirty_lock": "struct page **pages, unsigned long npages, bool make_dirty",
	"release_pages":               "struct page **pages, int nr",
}

// releaseHelper gives pages back through functions of the file.
func releaseHelper(f *Func, id string) []Edit {
	var edits []Edit
	done := map[string]bool{}
	for _, c := range all[*syntax.Call](f) {
		fun, ok := c.Fun.(*syntax.Ident)
		if !ok || releaseParams[fun.Name] == "" {
			continue
		}
		if params := releaseParams[fun.Name]; !done[fun.Name] {
			done[fun.Name] = true
			var args []string
			for _, p := range strings.Split(params, ", ") {
				args = append(args, p[strings.LastIndexAny(p, " *")+1:])
			}
			edits = append(edits, f.before(id, fmt.Sprintf("static void ID_%s(%s)\n{\n\t%s(%s);\n}\n", fun.Name, params, fun.Name, strings.Join(args, ", "))))
		}
		edits = append(edits, Edit{fun.Span, id + "_" + fun.Name})
	}
	return edits
}

// signed are the types of variables that may be given to a helper as a long.
var signed = []string{"int", "long", "ssize_t"}

// testHelper compares results with 0 in functions of the file.
func testHelper(f *Func, id string) []Edit {
	types := map[string]bool{}
	for _, v := range f.locals() {
		types[v.Name] = slices.Contains(signed, v.Type.Base) && v.Type.Ptr == 0 && v.Type.Dims == 0
	}
	names := map[syntax.Op]string{syntax.Lt: "lt", syntax.Le: "le", syntax.Gt: "gt", syntax.Ge: "ge", syntax.Eq: "eq", syntax.Ne: "ne"}
	done := map[syntax.Op]bool{}
	var edits []Edit
	for _, i := range all[*syntax.If](f) {
		b, ok := i.Cond.(*syntax.Binary)
		if !ok || names[b.Op] == "" {
			continue
		}
		x, okx := b.X.(*syntax.Ident)
		y, oky := b.Y.(*syntax.Number)
		if !okx || !oky || !types[x.Name] || y.Value != 0 {
			continue
		}
		if !done[b.Op] {
			done[b.Op] = true
			edits = append(edits, f.before(id, fmt.Sprintf("static bool ID_%s(long x)\n{\n\treturn x %s 0;\n}\n", names[b.Op], b.Op)))
		}
		edits = append(edits, Edit{b.Span, fmt.Sprintf("%s_%s(%s)", id, names[b.Op], x.Name)})
	}
	return edits
}

// swapped gives variables for results another name that is common for such.
func swapped(f *Func, id string) []Edit {
	common := []string{"ret", "err", "rc", "r", "res", "retval", "error", "result", "status", "nr", "n"}
	var edits []Edit
	taken := map[string]bool{}
	free := func(name string) bool { return !taken[name] && len(Words(f.code, f.Item.Span, name)) == 0 }
	done := map[string]bool{}
	for _, v := range f.locals() {
		if !slices.Contains(common, v.Name) || done[v.Name] {
			continue
		}
		done[v.Name] = true
		name := id + "_ret"
		if i := slices.IndexFunc(common, free); i >= 0 {
			name = common[i]
		}
		taken[name] = true
		edits = append(edits, f.renamed(v.Name, name)...)
	}
	return edits
}

// unrolled follows the body of a loop twice in each round.
func unrolled(f *Func, _ string) []Edit {
	var edits []Edit
	last := syntax.Pos(0)
	for _, l := range all[*syntax.For](f) {
		if l.Cond == nil || l.Post == nil || l.Start < last || !f.isPlain(l.Body) {
			continue
		}
		last = l.End
		body := f.text(l.Body)
		edits = append(edits, Edit{l.Body.Range(), fmt.Sprintf("{ { %s } %s; if (!(%s)) break; { %s } }", body, f.text(l.Post), f.text(l.Cond), body)})
	}
	return edits
}

// isPlain tells whether a statement can stand twice: it has no labels, and no
// jumps out of itself other than returns.
func (f *Func) isPlain(s syntax.Stmt) bool {
	ok := true
	syntax.Walk(s, func(n syntax.Node) bool {
		switch n.(type) {
		case *syntax.Jump, *syntax.Label, *syntax.Case, *syntax.StmtExpr:
			ok = false
		}
		return ok
	})
	return ok
}

// RenamedFields gives members of structures that the file defines itself another
// name. used tells whether a name means something outside of the file.
func RenamedFields(u *parser.Unit, id string, used func(name string) bool) []Edit {
	if !strings.HasSuffix(u.Path, ".c") {
		return nil
	}
	code := Code(u.Text)
	names := map[string]int{}
	for i := range u.Items {
		it := &u.Items[i]
		if it.Kind != parser.Struct {
			continue
		}
		if s := u.Struct(it); s != nil {
			for _, fd := range s.Fields {
				names[fd.Name]++
			}
		}
	}
	for _, c := range u.Calls {
		names[c.Text] += 2
	}
	for i := range u.Items {
		if it := &u.Items[i]; it.Kind == parser.Macro { // their text is no code
			for name := range names {
				if len(Words(u.Text, it.Span, name)) > 0 {
					names[name] += 2
				}
			}
		}
	}
	var edits []Edit
	for name, n := range names {
		if name == "" || n > 1 || used(name) {
			continue
		}
		for _, w := range Words(code, syntax.Span{End: syntax.Pos(len(code))}, name) {
			edits = append(edits, Edit{w, id + "_" + name})
		}
	}
	return edits
}
