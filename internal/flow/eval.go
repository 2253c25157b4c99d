// SPDX-License-Identifier: MIT

package flow

import (
	"strings"

	"github.com/gupvet/gupvet/parser/syntax"
)

// eval works out an expression in the current state, with its effects.
func (x *executor) eval(fr *frame, e syntax.Expr) Term {
	at := fr.where(e.Range())
	switch e := e.(type) {
	case *syntax.Number:
		return x.constant(int64(e.Value))
	case *syntax.Ident:
		return x.ident(fr, e)
	case *syntax.Call:
		return x.call(fr, e)
	case *syntax.Unary:
		return x.unaryExpr(fr, e)
	case *syntax.Binary:
		return x.binaryExpr(fr, e)
	case *syntax.Assign:
		return x.assignExpr(fr, e)
	case *syntax.Cond:
		return x.condExpr(fr, e)
	case *syntax.Member, *syntax.Index:
		return x.read(fr, e, at)
	case *syntax.Cast:
		v := x.eval(fr, e.X)
		x.noteUnsigned(v, typeOf(e.Type), at)
		return x.cast(v, typeOf(e.Type), at)
	case *syntax.Literal:
		return x.literal(fr, e)
	case *syntax.StmtExpr:
		return x.stmtExpr(fr, e)
	case *syntax.Comma:
		x.eval(fr, e.X)
		return x.eval(fr, e.Y)
	case *syntax.String:
		return x.make(termRec{kind: kGlobal, str: "string"}, at)
	case *syntax.Sizeof:
		return x.unknown("sizeof", cUlong, at)
	}
	return x.unknown("not understood", CType{}, at)
}

// cond works out an expression as a condition.
func (x *executor) cond(fr *frame, e syntax.Expr) Cond {
	switch e := e.(type) {
	case *syntax.Binary:
		switch e.Op {
		case syntax.LAnd:
			return x.shortCircuit(fr, e, true)
		case syntax.LOr:
			return x.shortCircuit(fr, e, false)
		case syntax.Eq, syntax.Ne, syntax.Lt, syntax.Le, syntax.Gt, syntax.Ge:
			a, b := x.eval(fr, e.X), x.eval(fr, e.Y)
			ta, tb := x.ctype(fr, e.X, a), x.ctype(fr, e.Y, b)
			c := x.compare(e.Op, a, b, ta, tb, fr.where(e.Span))
			x.noteComparison(e.Op, c, [2]Term{a, b}, common(ta, tb), fr.where(e.Span))
			return c
		}
	case *syntax.Unary:
		if e.Op == syntax.Not {
			return x.not(x.cond(fr, e.X))
		}
	}
	return x.Truth(x.eval(fr, e))
}

// shortCircuit works out && and ||: the right side only where the left one
// leaves it open.
func (x *executor) shortCircuit(fr *frame, e *syntax.Binary, and bool) Cond {
	left := x.cond(fr, e.X)
	if x.s.dead {
		return left
	}
	open := left
	if !and {
		open = x.not(left)
	}
	skip := x.s
	skip.pc = x.and(x.s.pc, x.not(open))
	x.s.pc = x.and(x.s.pc, open)
	if x.s.pc == False {
		x.s = skip
		return constCond(!and)
	}
	right := x.cond(fr, e.Y)
	x.s = x.join(x.s, skip, fr.where(e.Span))
	if and {
		return x.and(left, right)
	}
	return x.or(left, right)
}

func (x *executor) condExpr(fr *frame, e *syntax.Cond) Term {
	at := fr.where(e.Span)
	var c Cond
	var first Term
	if e.Then == nil {
		first = x.eval(fr, e.C)
		c = x.Truth(first)
	} else {
		c = x.cond(fr, e.C)
	}
	if x.s.dead {
		return x.constant(0)
	}
	x.noteTest(c, fr.where(e.C.Range()))
	other := x.s
	other.pc = x.and(x.s.pc, x.not(c))
	x.s.pc = x.and(x.s.pc, c)
	then := x.s
	if e.Then != nil && then.pc != False {
		first = x.eval(fr, e.Then)
		then = x.s
	}
	if other.pc == False {
		return first
	}
	x.s = other
	second := x.eval(fr, e.Else)
	other = x.s
	if then.pc == False {
		return second
	}
	x.s = x.join(then, other, at)
	return x.choose(c, first, second, at)
}

// ident reads a name.
func (x *executor) ident(fr *frame, e *syntax.Ident) Term {
	at := fr.where(e.Span)
	if b, ok := fr.args[e.Name]; ok {
		return x.eval(b.fr, b.x)
	}
	if v := fr.scope.lookup(e.Name); v != nil {
		if v.typ != nil && (v.typ.Dims > 0 && v.decl != nil || isAggregate(v.typ)) {
			return v.addr
		}
		return x.load(&x.s, v.addr, typeOf(v.typ), at)
	}
	switch e.Name {
	case "NULL", "false":
		return x.constant(0)
	case "true":
		return x.constant(1)
	case "current":
		return x.make(termRec{kind: kGlobal, str: "current"}, at)
	}
	return x.globalName(fr, e, at)
}

// globalName reads a name that is not local: a constant, a variable of the
// file, a function.
func (x *executor) globalName(fr *frame, e *syntax.Ident, at Where) Term {
	if v, ok := x.eng.env.KnownConstant(fr.unit, e.Name); ok {
		return x.namedConstant(v, e.Name, at)
	}
	if m, u := x.eng.env.Macro(fr.unit, e.Name); m != nil && !m.FuncLike && m.Value != nil && fr.depth < maxMacros {
		mf := &frame{unit: u, scope: fr.scope, depth: fr.depth + 1, use: fr.within(e.Span)}
		t := x.eval(mf, m.Value)
		if v, ok := x.number(t); ok && x.rec(t).str == "" {
			return x.namedConstant(v, e.Name, at)
		}
		return t
	}
	if g := x.eng.env.Global(fr.unit, e.Name); g != nil {
		return x.global(fr, e.Name, g, at)
	}
	if v, ok := limits[e.Name]; ok {
		return x.namedConstant(v, e.Name, at)
	}
	if x.eng.env.IsFunction(fr.unit, e.Name) {
		return x.globalAddr(fr, e.Name)
	}
	return x.name(e.Name, CType{}, at)
}

func (x *executor) globalAddr(fr *frame, name string) Term {
	return x.make(termRec{kind: kGlobal, str: name}, Where{Unit: fr.unit})
}

// global reads a variable of the file. One that is only ever initialized has
// the value of its initializer.
func (x *executor) global(fr *frame, name string, g *Global, at Where) Term {
	addr := x.globalAddr(fr, name)
	typ := g.Var.Type
	if typ.Dims > 0 || isAggregate(typ) {
		return addr
	}
	if g.Constant && g.Var.Init != nil {
		if _, list := g.Var.Init.(*syntax.InitList); !list && fr.depth < maxMacros {
			return x.eval(&frame{unit: g.Unit, depth: fr.depth + 1}, g.Var.Init)
		}
	}
	return x.load(&x.s, addr, typeOf(typ), at)
}

// read reads a member or element.
func (x *executor) read(fr *frame, e syntax.Expr, at Where) Term {
	if t, ok := x.constantTable(fr, e); ok {
		return t
	}
	addr := x.addr(fr, e)
	typ := x.declared(fr, e)
	if typ != nil && (typ.Dims > 0 || isAggregate(typ)) {
		return addr
	}
	return x.load(&x.s, addr, typeOf(typ), at)
}

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

func refOf(e syntax.Expr) syntax.Expr {
	if e == nil {
		return nil
	}
	return &syntax.Unary{Span: e.Range(), Op: syntax.Ref, X: e}
}

func (x *executor) unaryExpr(fr *frame, e *syntax.Unary) Term {
	at := fr.where(e.Span)
	switch e.Op {
	case syntax.Ref:
		return x.addr(fr, e.X)
	case syntax.Star:
		addr := x.eval(fr, e.X)
		typ := x.declared(fr, e)
		if typ != nil && (isAggregate(typ) || typ.Func) || x.rec(addr).kind == kGlobal {
			return addr
		}
		return x.load(&x.s, addr, typeOf(typ), at)
	case syntax.Not:
		return x.truthOf(fr, e, at)
	case syntax.PreInc, syntax.PreDec, syntax.PostInc, syntax.PostDec:
		return x.step(fr, e, at)
	}
	v := x.eval(fr, e.X)
	return x.unary(e.Op, v, x.ctype(fr, e.X, v).promote(), at)
}

// step is ++ and --.
func (x *executor) step(fr *frame, e *syntax.Unary, at Where) Term {
	addr := x.addr(fr, e.X)
	typ := x.declared(fr, e.X)
	old := x.load(&x.s, addr, typeOf(typ), at)
	d := int64(1)
	if e.Op == syntax.PreDec || e.Op == syntax.PostDec {
		d = -1
	}
	var val Term
	if typ != nil && typ.Ptr > 0 {
		val = x.elem(old, x.constant(d))
	} else {
		val = x.cast(x.binary(syntax.Add, old, x.constant(d), typeOf(typ), at), typeOf(typ), at)
	}
	x.store(&x.s, addr, val, at)
	if e.Op == syntax.PostInc || e.Op == syntax.PostDec {
		return old
	}
	return val
}

// truthOf is the value of a condition: 1 or 0.
func (x *executor) truthOf(fr *frame, e syntax.Expr, at Where) Term {
	c := x.cond(fr, e)
	if !x.s.dead {
		x.noteTest(c, at)
	}
	return x.bool(c, at)
}

func (x *executor) binaryExpr(fr *frame, e *syntax.Binary) Term {
	at := fr.where(e.Span)
	switch e.Op {
	case syntax.LAnd, syntax.LOr, syntax.Eq, syntax.Ne, syntax.Lt, syntax.Le, syntax.Gt, syntax.Ge:
		return x.truthOf(fr, e, at)
	}
	a, b := x.eval(fr, e.X), x.eval(fr, e.Y)
	if e.Op == syntax.And {
		x.look(a, b, at)
		x.look(b, a, at)
	}
	return x.arith(fr, e.Op, e.X, e.Y, a, b, at)
}

// arith applies an arithmetic operator; on a pointer it moves along an array.
func (x *executor) arith(fr *frame, op syntax.Op, ex, ey syntax.Expr, a, b Term, at Where) Term {
	x.noteCount(a, at)
	x.noteCount(b, at)
	ta, tb := x.ctype(fr, ex, a), x.ctype(fr, ey, b)
	if ta.Ptr && !tb.Ptr && (op == syntax.Add || op == syntax.Sub) {
		if op == syntax.Sub {
			b = x.unary(syntax.Neg, b, cLong, at)
		}
		return x.elem(a, b)
	}
	if tb.Ptr && !ta.Ptr && op == syntax.Add {
		return x.elem(b, a)
	}
	typ := common(ta, tb)
	if op == syntax.Shl || op == syntax.Shr {
		typ = ta.promote()
	}
	if typ.Ptr {
		typ = cUlong
	}
	return x.binary(op, a, b, typ, at)
}

func (x *executor) assignExpr(fr *frame, e *syntax.Assign) Term {
	at := fr.where(e.Span)
	typ := x.declared(fr, e.L)
	if e.Op == syntax.NoOp {
		return x.assign(fr, x.addr(fr, e.L), typ, e.R, at)
	}
	addr := x.addr(fr, e.L)
	old := x.load(&x.s, addr, typeOf(typ), at)
	b := x.eval(fr, e.R)
	val := x.cast(x.arith(fr, e.Op, e.L, e.R, old, b, at), typeOf(typ), at)
	if !x.s.dead {
		x.noteStore(addr, val, at)
		x.writeTo(addr, at)
		x.store(&x.s, addr, val, at)
	}
	return val
}

// assign evaluates an expression and stores it in a place of a type.
func (x *executor) assign(fr *frame, addr Term, typ *syntax.Type, e syntax.Expr, at Where) Term {
	if lit, ok := e.(*syntax.Literal); ok && (typ == nil || typ.Ptr == 0) {
		x.zero(&x.s, addr)
		x.initialize(fr, addr, lit.Init)
		return addr
	}
	v := x.eval(fr, e)
	if x.s.dead {
		return v
	}
	if isAggregate(typ) {
		if x.rec(v).isAddress() || x.rec(v).kind == kParam || x.rec(v).kind == kInit {
			if !x.inSight(x.base(addr)) {
				x.escape(v)
			}
			x.copy(&x.s, addr, v, at)
		} else {
			x.lose(&x.s, addr, "the value of a call", at)
		}
		return addr
	}
	x.noteUnsigned(v, typeOf(typ), at)
	v = x.cast(v, typeOf(typ), at)
	if typ != nil && typ.Ptr == 1 && typ.Dims == 0 {
		x.lies(v, typ)
	}
	x.noteFill(addr, at)
	x.noteStore(addr, v, at)
	x.storedTo(addr, v, at)
	x.store(&x.s, addr, v, at)
	return v
}

// storedTo follows what a store means for pages: to one of them, or of one to
// where others find it.
func (x *executor) storedTo(addr, v Term, at Where) {
	if !x.eng.conf.Track {
		return
	}
	x.writeTo(addr, at)
	r := x.rec(addr)
	base := x.base(addr)
	x.sharePages(base, v)
	if x.rec(base).kind == kVar {
		return
	}
	if r.kind == kField {
		for _, res := range x.pagesOf(v) {
			x.note(Event{Kind: EvKeep, Name: r.str, Struct: x.structOf(r.a, maxNesting), At: at, Result: res, From: x.from(res)})
		}
	}
	if !x.inSight(base) {
		x.storedIn(v)
	}
}

// noteStore notes that a watched member is stored to.
func (x *executor) noteStore(addr, val Term, at Where) {
	if r := x.rec(addr); r.kind == kField && x.eng.conf.Fields[r.str] {
		x.note(Event{Kind: EvStore, Name: r.str, Struct: x.structOf(r.a, maxNesting), At: at, Result: val})
	}
}

// noteFill notes that an element of an array of pointers is stored that is a
// parameter.
func (x *executor) noteFill(addr Term, at Where) {
	r := x.rec(addr)
	if r.kind == kElem {
		r = x.rec(r.a)
	}
	if !x.eng.conf.Contract || r.kind != kParam {
		return
	}
	if i := int(r.val); i < len(x.fn.Syntax().Params) && x.fn.Syntax().Params[i].Type.Ptr == 2 {
		x.note(Event{Kind: EvFill, At: at, Args: []Term{x.base(addr)}})
	}
}

// literal makes the object of a compound literal and gives its address.
func (x *executor) literal(fr *frame, e *syntax.Literal) Term {
	v := x.newVariable("", e.Type, nil)
	x.zero(&x.s, v.addr)
	x.initialize(fr, v.addr, e.Init)
	return v.addr
}

// initialize stores the elements of an initializer list.
func (x *executor) initialize(fr *frame, addr Term, list *syntax.InitList) {
	next := int64(0)
	for _, it := range list.Items {
		at := addr
		for i, d := range it.Path {
			switch {
			case d.Field != "":
				at = x.field(at, d.Field)
			case d.Last != nil:
				at = x.elem(at, x.unknown("a range of elements", cLong, fr.where(list.Span)))
			case d.Index != nil:
				n := x.eval(fr, d.Index)
				if v, ok := x.number(n); ok && i == 0 {
					next = v
				}
				at = x.elem(at, n)
			}
		}
		if len(it.Path) == 0 {
			at = x.elem(addr, x.constant(next))
		}
		next++
		if sub, ok := it.Value.(*syntax.InitList); ok {
			x.initialize(fr, at, sub)
			continue
		}
		x.assign(fr, at, nil, it.Value, fr.where(it.Value.Range()))
	}
}

// stmtExpr follows the block of a statement expression and gives its value.
func (x *executor) stmtExpr(fr *frame, e *syntax.StmtExpr) Term {
	byFrame := x.subs[e]
	if byFrame == nil {
		byFrame = map[*frame]*subgraph{}
		x.subs[e] = byFrame
	}
	sub := byFrame[fr]
	if sub == nil {
		g := x.build(fr, e.Body, true)
		sub = &subgraph{g, g.order()}
		byFrame[fr] = sub
	}
	addr := x.valueAddr()
	x.s.set(addr, x.constant(0))
	x.run(sub.g, sub.order)
	if x.s.dead {
		return x.constant(0)
	}
	v := x.load(&x.s, addr, CType{}, fr.where(e.Span))
	x.s.remove(func(o Term) bool { return o == addr })
	return v
}

// ctype gives the type of an expression's value for arithmetic: as declared, or
// as the value itself has it.
func (x *executor) ctype(fr *frame, e syntax.Expr, v Term) CType {
	switch e := e.(type) {
	case *syntax.Number:
		switch {
		case e.Long && e.Unsigned || e.Value > 1<<63-1 && e.Unsigned:
			return cUlong
		case e.Unsigned:
			return cUint
		case e.Long:
			return cLong
		}
		return cInt
	case *syntax.Cast:
		return typeOf(e.Type)
	case *syntax.Sizeof:
		return cUlong
	case *syntax.String:
		return cPtr
	case *syntax.Unary:
		switch e.Op {
		case syntax.Not:
			return cInt
		case syntax.Ref:
			return cPtr
		case syntax.Neg, syntax.Com:
			return x.ctype(fr, e.X, v).promote()
		}
	case *syntax.Binary:
		return x.binaryType(fr, e, v)
	case *syntax.Assign:
		return x.ctype(fr, e.L, v)
	case *syntax.Cond:
		if e.Then != nil {
			return common(x.ctype(fr, e.Then, v), x.ctype(fr, e.Else, v))
		}
	case *syntax.Comma:
		return x.ctype(fr, e.Y, v)
	}
	if t := x.declared(fr, e); t != nil {
		if c := typeOf(t); c.Bits > 0 {
			return c
		}
	}
	return x.typeOf(v)
}

func (x *executor) binaryType(fr *frame, e *syntax.Binary, v Term) CType {
	switch e.Op {
	case syntax.LAnd, syntax.LOr, syntax.Eq, syntax.Ne, syntax.Lt, syntax.Le, syntax.Gt, syntax.Ge:
		return cInt
	case syntax.Shl, syntax.Shr:
		return x.ctype(fr, e.X, None).promote()
	}
	a, b := x.ctype(fr, e.X, None), x.ctype(fr, e.Y, None)
	if e.Op == syntax.Sub && a.Ptr && b.Ptr {
		return cLong
	}
	return common(a, b)
}

// declared gives the declared type of an expression, nil where it is not known.
func (x *executor) declared(fr *frame, e syntax.Expr) *syntax.Type {
	switch e := e.(type) {
	case *syntax.Ident:
		if b, ok := fr.args[e.Name]; ok {
			return x.declared(b.fr, b.x)
		}
		if v := fr.scope.lookup(e.Name); v != nil {
			return v.typ
		}
		if g := x.eng.env.Global(fr.unit, e.Name); g != nil {
			return g.Var.Type
		}
	case *syntax.Member:
		t := x.declared(fr, e.X)
		if t == nil || e.Arrow != (t.Ptr > 0) && t.Dims == 0 {
			return nil
		}
		return x.eng.env.FieldType(fr.unit, t.Base, e.Name)
	case *syntax.Index:
		return pointee(x.declared(fr, e.X))
	case *syntax.Unary:
		switch e.Op {
		case syntax.Star:
			return pointee(x.declared(fr, e.X))
		case syntax.Ref:
			if t := x.declared(fr, e.X); t != nil {
				p := *t
				p.Ptr++
				return &p
			}
		case syntax.PostInc, syntax.PostDec, syntax.PreInc, syntax.PreDec:
			return x.declared(fr, e.X)
		}
	case *syntax.Cast:
		return e.Type
	case *syntax.Binary:
		if e.Op == syntax.Add || e.Op == syntax.Sub {
			if t := x.declared(fr, e.X); t != nil && (t.Ptr > 0 || t.Dims > 0) {
				return t
			}
		}
	case *syntax.Call:
		return x.callType(fr, e)
	case *syntax.Cond:
		return x.declared(fr, e.Else)
	case *syntax.Assign:
		return x.declared(fr, e.L)
	}
	return nil
}

// pointee is the type of what a pointer points to, or of an array's elements.
func pointee(t *syntax.Type) *syntax.Type {
	switch {
	case t == nil || t.Ptr == 0 && t.Dims == 0:
		return nil
	case t.Func && t.Ptr <= 1:
		f := *t
		f.Ptr = 0
		return &f
	}
	p := *t
	if p.Dims > 0 {
		p.Dims--
	} else {
		p.Ptr--
	}
	return &p
}

// callType gives the type that a call returns, where a cast-like macro says it.
func (x *executor) callType(fr *frame, e *syntax.Call) *syntax.Type {
	name := e.Callee()
	switch name {
	case "container_of", "list_entry", "rb_entry", "container_of_const", "list_first_entry":
		if len(e.Args) == 3 {
			if t, ok := e.Args[1].(*syntax.TypeArg); ok {
				p := *t.Type
				p.Ptr++
				return &p
			}
		}
	case "READ_ONCE", "rcu_dereference", "WRITE_ONCE", "likely", "unlikely":
		if len(e.Args) > 0 {
			return x.declared(fr, e.Args[0])
		}
	case "":
		return nil
	}
	if strings.HasPrefix(name, "min") || strings.HasPrefix(name, "max") {
		if len(e.Args) == 3 {
			if t, ok := e.Args[0].(*syntax.TypeArg); ok {
				return t.Type
			}
		}
		if len(e.Args) == 2 {
			return x.declared(fr, e.Args[0])
		}
	}
	return x.eng.env.ReturnType(fr.unit, name)
}
