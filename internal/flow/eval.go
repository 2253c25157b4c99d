// SPDX-License-Identifier: MIT

package flow

import "github.com/gupvet/gupvet/parser/syntax"

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
