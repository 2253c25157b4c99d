// SPDX-License-Identifier: MIT

package flow

import (
	"slices"

	"github.com/gupvet/gupvet/parser/syntax"
)

// An executor follows one function from its head to its ends, on all paths at
// once, and leaves a [Summary].
type executor struct {
	*Arena
	eng    *Engine
	fn     *Func
	vars   int
	events []Event
	rets   []state // at each return, with the result at retAddr
	loops  int     // depth of the loop being followed
	steps  int     // instructions followed, to bound the work
	bound  bool    // the bound was reached

	s         state        // where we are
	statement *syntax.Call // the call that is a statement by itself
	retAddr   Term
	subs      subgraphs
	noted     map[noteKey]bool
}

// subgraphs are the graphs of statement expressions, by where they stand.
type subgraphs map[*syntax.StmtExpr]map[*frame]*subgraph

// A subgraph is the graph of a statement expression with its order.
type subgraph struct {
	g     *graph
	order []component
}

type noteKey struct {
	at   Where
	kind EventKind
	c    Cond
}

// maxSteps bounds how many instructions are followed in one function, loops
// counted as often as they are. Ordinary functions need a few hundred.
const maxSteps = 40000

func (x *executor) newVariable(name string, typ *syntax.Type, d *syntax.Var) *variable {
	x.vars++
	v := &variable{id: x.vars, name: name, typ: typ, decl: d}
	v.addr = x.make(termRec{kind: kVar, val: int64(x.vars), str: name}, Where{})
	return v
}

// run follows a graph from the current state and leaves the state at its end.
func (x *executor) run(g *graph, order []component) {
	w := &walk{x: x, g: g, in: make([]state, len(g.blocks))}
	for i := range w.in {
		w.in[i] = unreached
	}
	w.in[g.entry] = x.s
	for _, c := range order {
		w.component(c)
	}
	x.s = w.in[g.exit]
}

// A walk is the way through one graph: the states that wait before each block.
type walk struct {
	x  *executor
	g  *graph
	in []state
}

func (w *walk) component(c component) {
	if c.loop {
		w.loop(c)
		return
	}
	w.block(c.block)
}

// block follows the instructions of a block and hands the state on.
func (w *walk) block(id int) {
	x := w.x
	s := w.in[id]
	if id == w.g.exit {
		return
	}
	w.in[id] = unreached
	if s.dead || s.pc == False {
		return
	}
	x.s = s
	b := w.g.blocks[id]
	for i := range b.instrs {
		if x.steps++; x.steps > maxSteps {
			x.bound = true
			return
		}
		x.instr(&b.instrs[i])
		if x.s.dead {
			return
		}
	}
	w.jump(&b.end)
}

// send adds a state to those before a block.
func (w *walk) send(to int, s state) {
	w.in[to] = w.x.join(w.in[to], s, Where{})
}

func (w *walk) jump(j *jump) {
	x := w.x
	switch j.kind {
	case jGoto:
		w.send(j.to[0], x.s)
	case jBranch:
		c := x.cond(j.fr, j.x)
		w.fork(j, c)
	case jConfig:
		w.fork(j, x.config(j.cfg))
	case jEither:
		for i, to := range j.to {
			s := x.s
			if i < len(j.to)-1 {
				c := x.free()
				s.pc = x.and(s.pc, c)
				x.s.pc = x.and(x.s.pc, x.not(c))
			}
			w.send(to, s)
		}
	case jSwitch:
		w.choose(j)
	case jReturn:
		x.ret(j)
	}
}

// fork sends the state both ways.
func (w *walk) fork(j *jump, c Cond) {
	x := w.x
	if x.s.dead {
		return
	}
	x.use(c, j.fr.where(j.at))
	then, other := x.s, x.s
	then.pc = x.and(x.s.pc, c)
	other.pc = x.and(x.s.pc, x.not(c))
	for i, s := range []state{then, other} {
		if x.Possible(s.pc) {
			w.send(j.to[i], s)
		}
	}
}

// choose sends the state to each case that it can be.
func (w *walk) choose(j *jump) {
	x := w.x
	tag := x.eval(j.fr, j.x)
	if x.s.dead {
		return
	}
	rest := x.s
	for i, c := range j.cases {
		at := j.fr.where(c.Span)
		var is Cond
		if c.Last != nil {
			lo, hi := x.eval(j.fr, c.Value), x.eval(j.fr, c.Last)
			is = x.and(x.not(x.less(tag, lo)), x.not(x.less(hi, tag)))
		} else {
			is = x.equal(tag, x.eval(j.fr, c.Value))
		}
		x.use(is, at)
		s := rest
		s.pc = x.and(rest.pc, is)
		if x.Possible(s.pc) {
			w.send(j.to[i], s)
		}
		rest.pc = x.and(rest.pc, x.not(is))
	}
	if x.Possible(rest.pc) {
		w.send(j.to[len(j.cases)], rest)
	}
}

// ret ends the function.
func (x *executor) ret(j *jump) {
	if j.x != nil {
		v := x.eval(j.fr, j.x)
		if x.s.dead {
			return
		}
		if ret := x.fn.Syntax().Ret; ret != nil {
			v = x.cast(v, typeOf(ret), j.fr.where(j.at))
		}
		x.s.set(x.retAddr, v)
		x.note(Event{Kind: EvReturn, At: j.fr.where(j.at), Result: v})
	}
	x.rets = append(x.rets, x.s)
}

// note adds an event at the current state.
func (x *executor) note(e Event) *Event {
	if e.PC == False {
		e.PC = x.s.pc
	}
	e.Fn, e.Loop = x.fn, x.loops
	x.events = append(x.events, e)
	return &x.events[len(x.events)-1]
}

// use notes that flags are looked at, if somebody wants to know.
func (x *executor) use(c Cond, at Where) {
	if !x.eng.conf.Uses || c == True || c == False {
		return
	}
	key := noteKey{at, EvUse, c}
	if x.noted[key] && x.loops == 0 {
		return
	}
	x.noted[key] = true
	x.note(Event{Kind: EvUse, At: at, Tested: c})
}

// instr follows one instruction.
func (x *executor) instr(i *instr) {
	switch {
	case i.expr != nil:
		x.statement, _ = i.expr.(*syntax.Call)
		x.eval(i.fr, i.expr)
	case i.decl != nil:
		x.declare(i.fr, i.decl)
	case i.asm != nil:
		for _, name := range i.asm.Outputs {
			if v := i.fr.scope.lookup(name); v != nil {
				x.s.set(v.addr, x.unknown("written by asm", typeOf(v.typ), i.fr.where(i.asm.Span)))
			}
		}
	case i.loop != nil:
		x.nextElement(i.fr, i.loop)
	case i.cleanup != nil:
		x.cleanup(i.cleanup)
	case i.value != nil:
		v := x.eval(i.fr, i.value)
		x.s.set(x.valueAddr(), v)
	}
}

// valueAddr is where the value of a statement expression is kept.
func (x *executor) valueAddr() Term {
	return x.make(termRec{kind: kVar, val: -2, str: "value"}, Where{})
}

// declare initializes a variable.
func (x *executor) declare(fr *frame, v *variable) {
	at := fr.where(v.decl.Span)
	switch init := v.decl.Init.(type) {
	case nil:
		x.s.remove(func(o Term) bool { return x.below(o, v.addr) })
	case *syntax.InitList:
		x.zero(&x.s, v.addr)
		x.initialize(fr, v.addr, init)
	default:
		x.assign(fr, v.addr, v.typ, init, at)
	}
}

// nextElement gives the variables of a loop macro values that are not known:
// those that have none yet, or have them from such a loop, and the first.
func (x *executor) nextElement(fr *frame, m *syntax.MacroLoop) {
	at := fr.where(syntax.Span{Start: m.Start, End: m.Start + syntax.Pos(len(m.Name))})
	for i, a := range m.Args {
		id, ok := a.(*syntax.Ident)
		if !ok {
			x.eval(fr, a)
			continue
		}
		v := fr.scope.lookup(id.Name)
		if v == nil {
			continue
		}
		old := x.rec(x.load(&x.s, v.addr, typeOf(v.typ), at))
		if i == 0 || old.kind == kApply && old.str == uninitialized || old.kind == kFresh && old.str == loopElement {
			x.s.set(v.addr, x.unknown(loopElement, typeOf(v.typ), at))
		}
	}
}

const loopElement = "an element of a loop"

// maxRounds bounds how often a loop is followed before what still changes is
// given up.
const maxRounds = 4

// A phi is what a loop makes of a place in memory.
type phi struct {
	entry Term
	mask  uint64 // the bits that change, ^0 for a value that is not flags
	when  Cond   // a condition under which it changes at all
	val   Term
}

// loop follows a loop until the state at its head holds whichever way it is
// reached. What changes from round to round becomes a symbol there; of flags
// only the bits that change, and only where they can change.
func (w *walk) loop(c component) {
	x := w.x
	entry := w.in[c.block]
	if entry.dead || entry.pc == False {
		return
	}
	saved, events, rets := slices.Clone(w.in), len(x.events), len(x.rets)
	mark := Term(len(x.terms))
	phis := map[Term]*phi{}
	head := entry
	x.loops++
	defer func() { x.loops-- }()
	for round := 0; ; round++ {
		copy(w.in, saved)
		x.events, x.rets = x.events[:events], x.rets[:rets]
		w.in[c.block] = head
		w.block(c.block)
		for _, b := range c.body {
			w.component(b)
		}
		back := w.in[c.block]
		w.in[c.block] = unreached
		if back.dead || x.bound {
			return
		}
		if !x.widen(&head, &entry, &back, phis, mark, round) {
			at := Where{x.fn.Unit, w.span(c.block)}
			x.note(Event{Kind: EvRepeat, At: at, PC: back.pc})
			return
		}
	}
}

// span gives a place for a block: its first instruction or its end.
func (w *walk) span(id int) syntax.Span {
	b := w.g.blocks[id]
	for _, i := range b.instrs {
		if i.expr != nil {
			return i.expr.Range()
		}
	}
	return b.end.at
}

// widen compares the state that comes back to a loop's head with the one it
// left with, and turns what differs into symbols. It tells whether the loop has
// to be followed again.
func (x *executor) widen(head, entry, back *state, phis map[Term]*phi, mark Term, round int) bool {
	again := false
	for _, c := range back.mem {
		if c.addr >= mark && x.newAddress(c.addr, mark) {
			continue // of an object that this round made
		}
		old := x.missing(head, c.addr, c.val, Where{})
		if old == c.val {
			continue
		}
		if r := x.rec(c.addr); r.kind == kField && r.str == markName {
			if phis[c.addr] == nil {
				phis[c.addr] = &phi{}
				head.set(c.addr, x.unknown(x.rec(c.val).str, CType{}, Where{}))
				again = true
			}
			continue
		}
		if x.covers(phis[c.addr], old, c.val, back.pc, mark) {
			continue
		}
		again = true
		p := phis[c.addr]
		if p == nil {
			p = &phi{entry: x.missing(entry, c.addr, c.val, Where{})}
			phis[c.addr] = p
		}
		x.grow(p, old, c.val, back.pc, mark, round)
		head.set(c.addr, p.val)
	}
	return again
}

// newAddress tells whether an address is that of something made after mark.
func (x *executor) newAddress(addr, mark Term) bool {
	base := x.base(addr)
	r := x.rec(base)
	return base >= mark && (r.kind == kFresh || r.kind == kResult || r.kind == kVar)
}

// covers tells whether a loop's symbol already stands for a value that comes
// back.
func (x *executor) covers(p *phi, old, val Term, pc Cond, mark Term) bool {
	if p == nil {
		return false
	}
	when := x.invariant(x.and(pc, x.changed(val, old)), mark)
	if x.and(when, x.not(p.when)) != False {
		return false
	}
	if p.mask == ^uint64(0) {
		return true
	}
	return x.changedBits(p.entry, val)&^p.mask == 0
}

// grow makes a symbol stand for one value more.
func (x *executor) grow(p *phi, old, val Term, pc Cond, mark Term, round int) {
	when := x.invariant(x.and(pc, x.changed(val, old)), mark)
	p.when = x.or(p.when, when)
	if round >= maxRounds {
		p.when, p.mask = True, ^uint64(0)
	}
	if x.isBits(val) && x.isBits(p.entry) && round < maxRounds {
		p.mask |= x.changedBits(p.entry, val)
	} else {
		p.mask = ^uint64(0)
	}
	typ := x.typeOf(val)
	if p.entry != None && x.typeOf(p.entry).Bits > 0 {
		typ = x.typeOf(p.entry)
	}
	v := x.unknown("changed in a loop", typ, Where{})
	if p.mask != ^uint64(0) {
		v = x.binary(syntax.Or,
			x.binary(syntax.And, v, x.constant(int64(p.mask)), cUint, Where{}),
			x.binary(syntax.And, p.entry, x.constant(int64(^p.mask&(1<<32-1))), cUint, Where{}), cUint, Where{})
	}
	if p.when != True {
		v = x.choose(x.and(p.when, x.free()), v, p.entry, Where{})
	}
	p.val = v
}

// changed is the condition that a value is not old.
func (x *executor) changed(val, old Term) Cond {
	if val == old {
		return False
	}
	if r := *x.rec(val); r.kind == kIte {
		return x.ite(r.c, x.changed(r.a, old), x.changed(r.b, old))
	}
	if x.rec(val).kind == kConst && x.rec(old).kind == kConst && x.rec(val).val == x.rec(old).val {
		return False
	}
	return True
}

// invariant takes out of a condition what a round of the loop decides anew.
func (x *executor) invariant(c Cond, mark Term) Cond {
	return x.exists(c, func(v int32) bool {
		k := x.atomKey[v]
		return k.kind == atFree || x.madeAfter(k.a, mark) || x.madeAfter(k.b, mark)
	})
}

// madeAfter tells whether a term is made of an unknown that is newer than mark.
func (x *executor) madeAfter(t, mark Term) bool {
	found := false
	x.walk(t, func(t Term) bool {
		k := x.rec(t).kind
		found = found || t >= mark && (k == kFresh || k == kResult)
		return t >= mark && !found
	})
	return found
}

// isBits tells whether a value looks like flags: constants joined by | and &,
// choices of them, or a symbol by itself.
func (x *executor) isBits(t Term) bool {
	r := x.rec(t)
	switch r.kind {
	case kConst, kParam, kInit, kName:
		return true
	case kBinary:
		return r.op == syntax.Or || r.op == syntax.And
	case kUnary:
		return r.op == syntax.Com
	case kIte:
		return x.isBits(r.a) && x.isBits(r.b)
	}
	return false
}

// changedBits gives the lower 32 bits in which two values can differ.
func (x *executor) changedBits(a, b Term) uint64 {
	var m uint64
	for k := uint8(0); k < 32; k++ {
		if x.Bit(a, k) != x.Bit(b, k) {
			m |= 1 << k
		}
	}
	return m
}
