// SPDX-License-Identifier: MIT

package flow

import "github.com/gupvet/gupvet/parser/syntax"

// maxTable bounds the elements of a constant table that are told apart.
const maxTable = 32

// constantTable reads an element or a member of an element of a table that is
// only initialized. With an unknown index it is any of them.
func (x *executor) constantTable(fr *frame, e syntax.Expr) (Term, bool) {
	var member string
	if m, ok := e.(*syntax.Member); ok && !m.Arrow {
		member, e = m.Name, m.X
	}
	var index syntax.Expr
	if i, ok := e.(*syntax.Index); ok {
		index, e = i.I, i.X
	}
	id, ok := e.(*syntax.Ident)
	if !ok || fr.args[id.Name].x != nil || fr.scope.lookup(id.Name) != nil {
		return None, false
	}
	g := x.eng.env.Global(fr.unit, id.Name)
	if g == nil || !g.Constant || (index == nil) != (g.Var.Type.Dims == 0) || index == nil && member == "" {
		return None, false
	}
	list, ok := g.Var.Init.(*syntax.InitList)
	if !ok || len(list.Items) > maxTable {
		return None, false
	}
	gf := &frame{unit: g.Unit, depth: fr.depth + 1}
	if index == nil {
		return x.memberOf(gf, list, member)
	}
	i := x.eval(fr, index)
	return x.tableElement(gf, list, i, member, fr.where(id.Span))
}

func (x *executor) tableElement(gf *frame, list *syntax.InitList, i Term, member string, at Where) (Term, bool) {
	out := x.constant(0)
	next := int64(0)
	_, known := x.number(i)
	for _, it := range list.Items {
		if len(it.Path) > 0 && it.Path[0].Index != nil {
			n, ok := x.number(x.eval(gf, it.Path[0].Index))
			if !ok || it.Path[0].Last != nil {
				return None, false
			}
			next = n
		}
		v, ok := x.element(gf, it.Value, member)
		if !ok {
			return None, false
		}
		is := x.equalConst(i, next)
		if !known && next == 0 && len(list.Items) == 1 {
			is = True
		}
		out = x.choose(is, v, out, at)
		next++
	}
	return out, true
}

func (x *executor) element(gf *frame, e syntax.Expr, member string) (Term, bool) {
	if list, ok := e.(*syntax.InitList); ok {
		if member == "" {
			return None, false
		}
		return x.memberOf(gf, list, member)
	}
	return x.eval(gf, e), member == ""
}

// memberOf finds a member in an initializer with designators.
func (x *executor) memberOf(gf *frame, list *syntax.InitList, member string) (Term, bool) {
	out := x.constant(0)
	for _, it := range list.Items {
		if len(it.Path) != 1 || it.Path[0].Field == "" {
			return None, false
		}
		if it.Path[0].Field == member {
			if _, list := it.Value.(*syntax.InitList); list {
				return None, false
			}
			out = x.eval(gf, it.Value)
		}
	}
	return out, true
}

// addr works out the address of an lvalue.
func (x *executor) addr(fr *frame, e syntax.Expr) Term {
	switch e := e.(type) {
	case *syntax.Ident:
		if b, ok := fr.args[e.Name]; ok {
			return x.addr(b.fr, b.x)
		}
		if v := fr.scope.lookup(e.Name); v != nil {
			return v.addr
		}
		return x.globalAddr(fr, e.Name)
	case *syntax.Member:
		if e.Arrow {
			p := x.eval(fr, e.X)
			x.useVMA(p, fr.where(e.Span))
			return x.field(p, e.Name)
		}
		return x.field(x.addr(fr, e.X), e.Name)
	case *syntax.Index:
		base, i := x.eval(fr, e.X), x.eval(fr, e.I)
		return x.elem(base, i)
	case *syntax.Unary:
		if e.Op == syntax.Star {
			return x.eval(fr, e.X)
		}
	case *syntax.Cast:
		return x.addr(fr, e.X)
	case *syntax.Literal:
		return x.literal(fr, e)
	case *syntax.Cond:
		return x.condExpr(fr, &syntax.Cond{Span: e.Span, C: e.C, Then: refOf(e.Then), Else: refOf(e.Else)})
	}
	return x.eval(fr, e) // a call that gives a struct, and the like
}
