// SPDX-License-Identifier: MIT

package flow

import (
	"slices"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/parser/syntax"
)

// call follows a call: of something that the analysis knows by itself, a macro,
// an entry of the GUP family, a function whose summary it has, or of something
// unknown.
func (x *executor) call(fr *frame, e *syntax.Call) Term {
	at := fr.where(e.Span)
	name := e.Callee()
	if name != "" {
		if b, ok := fr.args[name]; ok { // a macro's parameter is called
			return x.call(b.fr, &syntax.Call{Span: e.Span, Fun: b.x, Args: e.Args})
		}
		if fr.scope.lookup(name) == nil {
			if f := builtins[name]; f != nil {
				return f(x, fr, e)
			}
			if op, ok := lockOps[name]; ok {
				return x.lockOp(fr, e, name, op)
			}
			if x.atomicOp(fr, e, name) {
				return x.constant(0)
			}
			if t, ok := x.trackCall(fr, e, name); ok {
				return t
			}
			if t, ok := x.macroCall(fr, e, name); ok {
				return t
			}
			return x.callNamed(fr, e, name, x.args(fr, e.Args), at)
		}
	}
	return x.callPointer(fr, e, at)
}

// args works out arguments.
func (x *executor) args(fr *frame, list []syntax.Expr) []Term {
	out := make([]Term, len(list))
	for i, a := range list {
		out[i] = x.eval(fr, a)
	}
	return out
}

// macroFrame binds the arguments of a macro call.
func (x *executor) macroFrame(fr *frame, m *syntax.Macro, e *syntax.Call, mf *frame) bool {
	if len(e.Args) < len(m.Params) && !(m.Variadic && len(e.Args) == len(m.Params)-1) {
		return false
	}
	mf.args = make(map[string]bound, len(m.Params))
	for i, p := range m.Params {
		if i < len(e.Args) {
			mf.args[p] = bound{e.Args[i], fr}
		}
	}
	return true
}

// macroCall evaluates a call of a macro whose body is an expression.
func (x *executor) macroCall(fr *frame, e *syntax.Call, name string) (Term, bool) {
	if fr.depth >= maxMacros {
		return None, false
	}
	m, u := x.eng.env.Macro(fr.unit, name)
	if m == nil {
		return None, false
	}
	mf := &frame{unit: u, scope: fr.scope, depth: fr.depth + 1, use: fr.within(e.Span)}
	if !m.FuncLike { // #define alias function
		id, ok := m.Value.(*syntax.Ident)
		if !ok || id.Name == name {
			return None, false
		}
		deeper := *fr
		deeper.depth++
		alias := &syntax.Ident{Span: e.Fun.Range(), Name: id.Name}
		return x.call(&deeper, &syntax.Call{Span: e.Span, Fun: alias, Args: e.Args}), true
	}
	if !x.macroFrame(fr, m, e, mf) {
		return None, false
	}
	if m.Value != nil {
		return x.eval(mf, m.Value), true
	}
	if m.Body != nil { // statements used as an expression: as a block
		g := x.build(mf, m.Body, false)
		x.run(g, g.order())
		return x.constant(0), true
	}
	return None, false
}

// statementMacro finds the macro behind a call that stands as a statement, if
// its body is statements.
func (x *executor) statementMacro(fr *frame, e *syntax.Call) (*syntax.Macro, *frame) {
	name := e.Callee()
	if name == "" || fr.depth >= maxMacros || builtins[name] != nil || fr.args[name].x != nil {
		return nil, nil
	}
	if _, ok := lockOps[name]; ok {
		return nil, nil
	}
	m, u := x.eng.env.Macro(fr.unit, name)
	if m == nil || !m.FuncLike || m.Body == nil {
		return nil, nil
	}
	mf := &frame{unit: u, scope: newScope(fr.scope), depth: fr.depth + 1, use: fr.within(e.Span)}
	if !x.macroFrame(fr, m, e, mf) {
		return nil, nil
	}
	return m, mf
}

// callNamed calls a function by its name.
func (x *executor) callNamed(fr *frame, e *syntax.Call, name string, args []Term, at Where) Term {
	if x.s.dead {
		return x.constant(0)
	}
	if ent := x.eng.entry(fr.unit, name); ent != nil {
		return x.callEntry(fr, e, ent, args, at)
	}
	if _, ok := vmaLookups[name]; ok && x.eng.conf.Track { // some are inline
		return x.callUnknown(fr, e, name, args, at)
	}
	fs := x.eng.env.Callee(fr.unit, name)
	if callgraph.OnlySometimes(fs) && x.eng.conf.Uses && slices.ContainsFunc(args, x.holdsFlags) {
		fs = x.eng.env.Definitions(fr.unit, name) // what becomes of the flags matters
	}
	return x.callTwins(fr, e, name, fs, args, at)
}

// callTwins calls the one of several definitions of a function that the
// configuration picks.
func (x *executor) callTwins(fr *frame, e *syntax.Call, name string, fs []*Func, args []Term, at Where) Term {
	if len(fs) == 0 {
		return x.callUnknown(fr, e, name, args, at)
	}
	return x.callTwin(fr, e, name, fs, args, at)
}

func (x *executor) callTwin(fr *frame, e *syntax.Call, name string, fs []*Func, args []Term, at Where) Term {
	if len(fs) == 0 {
		// A configuration for which the file has no definition: there is one
		// elsewhere, or it cannot be built.
		if x.eng.prog.IsDeclared(fr.unit, name) {
			return x.callUnknown(fr, e, name, args, at)
		}
		x.s = unreached
		return x.constant(0)
	}
	one := func() Term {
		if sum := x.eng.summaryFor(x, fs[0], args); sum != nil {
			return x.callSummary(fr, e, sum, args, at)
		}
		return x.callUnfollowed(fr, e, name, args, at)
	}
	if fs[0].Cond() == "" {
		return one()
	}
	return x.either(x.config(fs[0].Cond()), at, one,
		func() Term { return x.callTwin(fr, e, name, fs[1:], args, at) })
}

// callPointer calls through a pointer: a variable, a member of an ops table.
func (x *executor) callPointer(fr *frame, e *syntax.Call, at Where) Term {
	target := None
	if u, ok := e.Fun.(*syntax.Unary); ok && u.Op == syntax.Star {
		target = x.eval(fr, u.X)
	} else {
		target = x.eval(fr, e.Fun)
	}
	args := x.args(fr, e.Args)
	if x.s.dead {
		return x.constant(0)
	}
	return x.callTarget(fr, e, target, args, at)
}

// callTarget calls what a pointer points to; each of several, if it may be one
// of them.
func (x *executor) callTarget(fr *frame, e *syntax.Call, target Term, args []Term, at Where) Term {
	r := *x.rec(target)
	switch {
	case r.kind == kGlobal:
		return x.callNamed(&frame{unit: x.where[target].Unit, scope: nil}, e, r.str, args, at)
	case r.kind == kName:
		return x.callNamed(&frame{unit: x.where[target].Unit, scope: nil}, e, r.str, args, at)
	case r.kind == kIte && x.choices(target, maxTargets) <= maxTargets:
		return x.either(r.c, at,
			func() Term { return x.callTarget(fr, e, r.a, args, at) },
			func() Term { return x.callTarget(fr, e, r.b, args, at) })
	}
	if m, ok := e.Fun.(*syntax.Member); ok {
		if fs := x.opsTargets(fr, m); len(fs) > 0 {
			return x.callAny(fr, e, fs, args, at)
		}
		return x.callUnknown(fr, e, "->"+m.Name, args, at)
	}
	return x.callUnknown(fr, e, "", args, at)
}

// maxTargets bounds the functions that one call through a pointer is followed
// into.
const maxTargets = 8

// opsTargets lists the functions that a member may point to, if those are few
// enough and any of them matters.
func (x *executor) opsTargets(fr *frame, m *syntax.Member) []*Func {
	if x.eng.conf.Contract {
		return nil
	}
	base := ""
	if t := x.declared(fr, m.X); t != nil {
		base = t.Base
	}
	fs := x.eng.env.Targets(fr.unit, base, m.Name)
	if len(fs) > maxTargets {
		return nil
	}
	return fs
}

// callAny calls one of several functions, nobody knows which.
func (x *executor) callAny(fr *frame, e *syntax.Call, fs []*Func, args []Term, at Where) Term {
	one := func(f *Func) Term {
		if sum := x.eng.summaryFor(x, f, args); sum != nil {
			return x.callSummary(fr, e, sum, args, at)
		}
		return x.callUnknown(fr, e, f.Name, args, at)
	}
	if len(fs) == 1 {
		return one(fs[0])
	}
	return x.either(x.free(), at, func() Term { return one(fs[0]) },
		func() Term { return x.callAny(fr, e, fs[1:], args, at) })
}

// either follows two ways to go on and joins what comes of them.
func (x *executor) either(c Cond, at Where, then, other func() Term) Term {
	skip := x.s
	skip.pc = x.and(x.s.pc, x.not(c))
	x.s.pc = x.and(x.s.pc, c)
	if x.s.pc == False {
		x.s = skip
		return other()
	}
	if skip.pc == False {
		return then()
	}
	a := then()
	s := x.s
	x.s = skip
	b := other()
	x.s = x.join(s, x.s, at)
	return x.choose(c, a, b, at)
}

// callUnknown calls something of which nothing is known.
func (x *executor) callUnknown(fr *frame, e *syntax.Call, name string, args []Term, at Where) Term {
	if x.eng.conf.Uses {
		for _, a := range args {
			x.useAll(a, at)
		}
	}
	return x.callUnfollowed(fr, e, name, args, at)
}

// callUnfollowed calls something without following it: what it was given
// pointers to may be changed.
func (x *executor) callUnfollowed(fr *frame, e *syntax.Call, name string, args []Term, at Where) Term {
	why := "changed by " + name + "()"
	x.notePass(args, at)
	x.notePassBelow(args, at)
	if i, ok := addressWriters[name]; ok && i < len(args) {
		x.writeTo(args[i], at)
	} else if !addressReaders[name] {
		x.escape(args...)
	}
	for i, a := range args {
		if x.isPointer(a) && !x.eng.env.IsConstArg(fr.unit, name, i) {
			x.lose(&x.s, a, why, at)
		}
	}
	typ := CType{}
	if name != "" {
		if t := x.eng.env.ReturnType(fr.unit, name); t != nil {
			typ = typeOf(t)
		}
	}
	res := x.result(name, typ, at)
	x.allocated(name, args, res)
	x.handLocks(name, args)
	x.mayLock(fr, name)
	x.useVMAs(args, at)
	x.sawVMA(name, args, res)
	if f := x.eng.conf.Faults; f != nil && f.Func == name && f.Arg < len(args) {
		allowed, nowait := x.anyBit(args[f.Arg], f.Allow), x.anyBit(args[f.Arg], f.Nowait)
		x.assume(x.or(allowed, x.not(x.anyBit(res, f.Retry|f.Done))))
		x.assume(x.not(x.and(nowait, x.anyBit(res, f.Done))))
	}
	if x.eng.watched(name) {
		x.note(Event{Kind: EvCall, Name: name, At: at, Use: fr.use, Call: e, Args: args, Deref: x.deref(args), Result: res})
	}
	return res
}

// isPointer tells whether a value is, or may be, the address of something that
// the function knows the contents of.
func (x *executor) isPointer(t Term) bool {
	r := x.rec(t)
	switch r.kind {
	case kVar, kField, kElem:
		return true
	case kIte:
		return x.isPointer(r.a) || x.isPointer(r.b)
	case kParam, kInit, kResult:
		for _, c := range x.s.mem {
			if c.addr != t && x.below(c.addr, t) {
				return true
			}
		}
		return r.typ.Ptr
	}
	return false
}

// useAll notes that an unknown function is given flags to look at.
func (x *executor) useAll(t Term, at Where) {
	if x.typeOf(t).Ptr || !x.isBits(t) {
		return
	}
	if !x.holdsFlags(t) {
		return
	}
	for k := uint8(0); k < 32; k++ {
		if c := x.Bit(t, k); c != False {
			x.note(Event{Kind: EvUse, At: at, Bit: k, Tested: c})
		}
	}
}

// holdsFlags tells whether a value has bits of a parameter called flags.
func (x *executor) holdsFlags(t Term) bool {
	r := x.rec(t)
	switch r.kind {
	case kIte, kBinary:
		return x.holdsFlags(r.a) || x.holdsFlags(r.b)
	case kCast, kUnary:
		return x.holdsFlags(r.a)
	}
	return x.isFlags(t)
}

// deref reads what pointers to known places, and those that the function was
// given, point to.
func (x *executor) deref(args []Term) []Term {
	out := make([]Term, len(args))
	for i, a := range args {
		if slices.ContainsFunc(x.values(a), x.leadsSomewhere) {
			out[i] = x.load(&x.s, a, CType{}, Where{})
		}
	}
	return out
}

// leadsSomewhere tells whether a value is a pointer of which it is known where to.
func (x *executor) leadsSomewhere(t Term) bool {
	r := x.rec(t)
	return r.isAddress() && r.kind != kGlobal || (r.kind == kParam || r.kind == kInit) && r.typ.Ptr
}
