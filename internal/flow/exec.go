// SPDX-License-Identifier: MIT

package flow

import (
	"math/bits"
	"slices"
	"strings"

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
	loops  []Where // the loops being followed, the outermost first
	steps  int     // instructions followed, to bound the work
	bound  bool    // the bound was reached

	s         state        // where we are
	care      Cond         // see keepInMind
	statement *syntax.Call // the call that is a statement by itself
	retAddr   Term
	subs      subgraphs
	inCheck   bool          // within the condition of WARN_ON or BUG_ON
	isPublic  map[Term]bool // memo of public
	results   []Term        // of the entries called so far
	acquired  []acquisition
	earlier   []acquisition // those of earlier rounds of the loops being followed
	dma       map[Term]Term // the pages that a device was given, by what it knows them by
	vmas      []vmaFound
	flags     []lockFlag
	retaken   []lockFlag // variables that tell whether a lock was let go of and taken again
}

// subgraphs are the graphs of statement expressions, by where they stand.
type subgraphs map[*syntax.StmtExpr]map[*frame]*subgraph

// A subgraph is the graph of a statement expression with its order.
type subgraph struct {
	g     *graph
	order []component
}

// Bounds on the work for one function: instructions followed, loops counted as
// often as they are, and terms made. Ordinary functions need a few hundred.
const (
	maxSteps = 8000
	maxTerms = 40000
)

func (x *executor) newVariable(name string, typ *syntax.Type, d *syntax.Var) *variable {
	x.vars++
	v := &variable{id: x.vars, name: name, typ: typ, decl: d}
	v.addr = x.make(termRec{kind: kVar, val: int64(x.vars), str: name}, Where{})
	if typ != nil && typ.Ptr == 0 {
		x.lies(v.addr, typ)
	}
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
	if s.dead || s.pc == False || x.full {
		return
	}
	x.s = s
	b := w.g.blocks[id]
	for i := range b.instrs {
		if x.steps++; x.steps > maxSteps || len(x.terms) > maxTerms {
			x.bound = true
			return
		}
		if !x.fits(func() { x.instr(&b.instrs[i]) }) || x.s.dead {
			return
		}
	}
	x.fits(func() { w.jump(&b.end) })
}

// fits does one step, and tells whether there was room for the conditions of it:
// if not, what it left is wrong, and no step follows.
func (x *executor) fits(step func()) bool {
	events, rets := len(x.events), len(x.rets)
	step()
	if x.full {
		x.events, x.rets = x.events[:min(events, len(x.events))], x.rets[:min(rets, len(x.rets))]
		x.bound = true
	}
	return !x.full
}

// send adds a state to those before a block.
func (w *walk) send(to int, s state) {
	x := w.x
	in := &w.in[to]
	if x.eng.conf.Contract && !in.dead && x.size(s.pc, maxStateSize)+x.size(in.pc, maxStateSize) > maxStateSize {
		if both, ok := x.joinTogether(in, &s); ok {
			*in = both
			return
		}
	}
	*in = x.condensed(x.join(*in, x.condensed(s), Where{}))
}

// condensed takes private atoms out of a condition that has grown too large.
func (x *executor) condensed(s state) state {
	if x.size(s.pc, maxStateSize) <= maxStateSize {
		return s
	}
	if x.eng.conf.Contract {
		return x.recoded(s)
	}
	// First those about values that are gone, which nobody can ask about again.
	live, atoms := map[Term]bool{}, map[int32]bool{}
	for _, c := range s.mem {
		x.reach(c.val, live, atoms)
	}
	s.pc = x.exists(s.pc, func(v int32) bool {
		k := x.atomKey[v]
		return !atoms[v] && !live[k.a] && !live[k.b] && x.private(v)
	})
	s.pc = x.project(s.pc, maxStateSize)
	return s
}

// reach collects what a value is made of: terms, and the atoms of its choices.
func (x *executor) reach(t Term, live map[Term]bool, atoms map[int32]bool) {
	if t == None || live[t] {
		return
	}
	live[t] = true
	r := *x.rec(t)
	x.reach(r.a, live, atoms)
	x.reach(r.b, live, atoms)
	if r.kind == kIte {
		x.support(r.c, func(v int32) { atoms[v] = true })
	}
}

// recoded takes the private atoms out of the condition of a state and out of the
// choices that memory holds. Which values come together is kept, as far as there
// are not too many combinations.
func (x *executor) recoded(s state) state {
	var addrs, vals []Term
	for _, c := range s.mem {
		if x.rec(c.val).kind == kIte {
			addrs, vals = append(addrs, c.addr), append(vals, c.val)
		}
	}
	pc, ok := x.together(vals, s.pc)
	if !ok {
		for i, t := range vals {
			vals[i] = x.projectChoice(t, s.pc, x.private)
		}
		pc = x.exists(s.pc, x.private)
	}
	for i, a := range addrs {
		s.set(a, vals[i])
	}
	s.pc = pc
	return s
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
	x.noteTest(c, j.where())
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
		var is Cond
		if c.Last != nil {
			lo, hi := x.eval(j.fr, c.Value), x.eval(j.fr, c.Last)
			is = x.and(x.not(x.less(tag, lo)), x.not(x.less(hi, tag)))
		} else {
			is = x.equal(tag, x.eval(j.fr, c.Value))
		}
		x.noteTest(is, j.where())
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
			x.noteUnsigned(v, typeOf(ret), j.fr.where(j.at))
			v = x.cast(v, typeOf(ret), j.fr.where(j.at))
		}
		x.s.set(x.retAddr, v)
		x.leaks(v, j.fr.where(j.at))
		x.keepsLocks(v, j.fr.where(j.at))
		x.note(Event{Kind: EvReturn, At: j.fr.where(j.at), Result: v})
	}
	x.rets = append(x.rets, x.s)
}

// note adds an event at the current state.
func (x *executor) note(e Event) *Event {
	if e.PC == False {
		e.PC = x.s.pc
	}
	e.Fn, e.Loops = x.fn, slices.Clip(x.loops)
	x.events = append(x.events, e)
	return &x.events[len(x.events)-1]
}

// look notes that bits of flags are looked at: value & mask stands in the text.
// A mask of many bits only clears the others; and what a check of the kernel
// looks at does not count, since it only complains.
func (x *executor) look(value, mask Term, at Where) {
	m, ok := x.number(mask)
	if !ok || !x.eng.conf.Uses || x.inCheck || bits.OnesCount32(uint32(m)) > 8 || !x.holdsFlags(value) {
		return
	}
	for k := uint8(0); k < 32; k++ {
		if m>>k&1 != 0 {
			x.note(Event{Kind: EvUse, At: at, Bit: k, Tested: x.Bit(value, k)})
		}
	}
}

// isFlags tells whether a term is a parameter that is called flags, or what one
// points to.
func (x *executor) isFlags(t Term) bool {
	r := x.rec(t)
	if r.kind == kInit && r.val == 0 {
		t, r = r.a, x.rec(r.a)
	}
	if r.kind != kParam {
		return false
	}
	name := lastWordOf(x.Arena, t)
	return strings.Contains(name, "flags") && !strings.Contains(name, "fault") && !strings.Contains(name, "vm_flags")
}

// instr follows one instruction.
func (x *executor) instr(i *instr) {
	switch {
	case i.expr != nil:
		x.statement = statementCall(i.expr)
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

// statementCall gives the call that an expression statement is, with or without a
// cast to void.
func statementCall(e syntax.Expr) *syntax.Call {
	if c, ok := e.(*syntax.Cast); ok {
		e = c.X
	}
	call, _ := e.(*syntax.Call)
	return call
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
