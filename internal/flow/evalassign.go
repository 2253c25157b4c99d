// SPDX-License-Identifier: MIT

package flow

import "github.com/gupvet/gupvet/parser/syntax"

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
	if s, field := x.memberOfPages(addr); r.kind != kField && field != "" {
		for _, res := range x.pagesOf(v) {
			x.note(Event{Kind: EvKeepOne, Name: field, Struct: s, At: at, Result: res, From: x.from(res)})
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
