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

const loopElement = "an element of a loop"

// maxRounds bounds how often a loop is followed before what still changes is
// given up.
const maxRounds = 4

// A phi is what a loop makes of a place in memory.
type phi struct {
	entry Term
	vals  []Term // numbers that it can be instead of the value on entry
	mask  uint64 // else the bits that change, ^0 for a value that is not flags
	when  Cond   // a condition under which it changes at all
	val   Term

	up, down bool // a number that grows, or shrinks, from round to round
	carried  bool // see carry
	track    bool // a cell of what becomes of pages
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
	at := w.place(c.block)
	x.loops = append(slices.Clip(x.loops), at)
	defer func() { x.loops = x.loops[:len(x.loops)-1] }()
	saved, events, rets, taken := slices.Clone(w.in), len(x.events), len(x.rets), len(x.acquired)
	known := len(x.earlier)
	mark := Term(len(x.terms))
	phis := map[Term]*phi{}
	head, settled := entry, false
	for n := 0; ; n++ {
		copy(w.in, saved)
		x.events, x.rets = x.events[:events], x.rets[:rets]
		x.acquired = append(x.acquired[:taken:taken], x.earlier[known:]...)
		w.in[c.block] = head
		w.block(c.block)
		for _, b := range c.body {
			w.component(b)
		}
		back := w.in[c.block]
		w.in[c.block] = unreached
		if x.bound && !x.eng.conf.Contract { // what a loop changes is not known before its last round
			x.events, x.rets = x.events[:events], x.rets[:rets]
			return
		}
		if back.dead || x.bound {
			return
		}
		again := x.widen(&head, &entry, &back, phis, mark, n)
		again = x.carry(&head, &entry, &back, phis, taken, mark) && n < 4*maxRounds || again
		if !again && !settled {
			// What was done to pages before all else was settled may never be.
			again, settled = x.reset(&head, &entry, phis), true
		}
		if !again {
			x.note(Event{Kind: EvRepeat, At: at, PC: back.pc})
			return
		}
	}
}

// place gives a place for a block that a loop goes round to: the loop's keyword or
// label, or its first instruction.
func (w *walk) place(id int) Where {
	b := w.g.blocks[id]
	if b.head.Unit != nil {
		return b.head
	}
	for _, i := range b.instrs {
		if i.expr != nil {
			return i.fr.where(i.expr.Range())
		}
	}
	return Where{w.x.fn.Unit, b.end.at}
}

// widen compares the state that comes back to a loop's head with the one it
// left with, and turns what differs into symbols. It tells whether the loop has
// to be followed again.
func (x *executor) widen(head, entry, back *state, phis map[Term]*phi, mark Term, round int) bool {
	again := false
	for _, c := range slices.Clone(head.mem) {
		if _, ok := back.find(c.addr); !ok { // lost on the way
			head.remove(func(o Term) bool { return o == c.addr })
			again = true
		}
	}
	for _, c := range back.mem {
		if c.addr >= mark && x.placedAfter(c.addr, mark) {
			continue // of an object, or with an index or a choice, that this round made
		}
		old := x.missing(head, c.addr, c.val, Where{})
		if old == c.val {
			continue
		}
		p := phis[c.addr]
		if x.isTrack(c.addr) {
			if p != nil && p.carried {
				continue
			}
			// A loop that does something to pages is taken to do it to all.
			if old != c.val {
				head.set(c.addr, c.val)
				again = again || p == nil
				phis[c.addr] = &phi{track: true}
			}
			continue
		}
		if r := x.rec(c.addr); r.kind == kField && r.str == markName {
			if p == nil {
				phis[c.addr] = &phi{}
				head.set(c.addr, x.unknown(x.rec(c.val).str, CType{}, Where{}))
				again = true
			}
			continue
		}
		if r := x.rec(c.val); r.kind == kApply && r.str == pageOf {
			again = x.anyPage(head, c.addr) && round < 4*maxRounds || again
			continue
		}
		c.val = x.prune(c.val, back.pc)
		if p != nil {
			x.direction(p, old, c.val)
		}
		if c.val == old || p != nil && x.covers(p, c.val, back.pc, mark) {
			continue
		}
		again = true
		if p == nil {
			p = &phi{entry: x.missing(entry, c.addr, c.val, Where{})}
			phis[c.addr] = p
		}
		x.grow(p, c.val, back.pc, mark, round)
		head.set(c.addr, p.val)
	}
	return again
}

// whole tells that a phi stands for any value.
func (p *phi) whole() bool { return p.mask == ^uint64(0) && p.when == True }

// covers tells whether a loop's symbol already stands for a value that comes
// back.
func (x *executor) covers(p *phi, val Term, pc Cond, mark Term) bool {
	switch {
	case p.whole():
		return true
	case p.mask == 0:
		vals := p.vals
		ok := x.addNumbers(p, val) && len(p.vals) == len(vals)
		p.vals = vals
		if !ok {
			return false
		}
	case !x.isBits(val) || x.changedBits(p.entry, val)&^p.mask != 0:
		return false
	}
	return x.and(x.whenChanged(p.entry, val, pc, mark), x.not(p.when)) == False
}

// whenChanged is a condition outside of the loop without which a value at its
// head is still the one on entry. What a round of the loop decides anew is taken
// out step by step, on the way through the choices that the value is made of.
func (x *executor) whenChanged(entry, val Term, pc Cond, mark Term) Cond {
	same := func(s, t Term) bool {
		v, okv := x.number(s)
		w, okw := x.number(t)
		return s == t || okv && okw && v == w
	}
	onEntry := x.leaves(entry)
	changed := False
	x.eachLeaf(val, pc, x.variant(mark), func(l leaf) {
		for _, e := range onEntry {
			if same(e.val, l.val) {
				l.when = x.and(l.when, x.not(e.when))
			}
		}
		changed = x.or(changed, l.when)
	})
	return changed
}

// maxPhiValues bounds the numbers that a loop's symbol keeps apart.
const maxPhiValues = 6

// grow makes a symbol stand for one value more. Numbers are kept apart; of
// flags it is told which bits change; the rest becomes unknown.
func (x *executor) grow(p *phi, val Term, pc Cond, mark Term, round int) {
	typ := x.typeOf(val)
	if x.typeOf(p.entry).Bits > 0 {
		typ = x.typeOf(p.entry)
	}
	switch counter := round >= maxRounds || x.isCounter(p, val, round); {
	case !counter && p.mask == 0 && x.addNumbers(p, val):
		p.when = x.or(p.when, x.whenChanged(p.entry, val, pc, mark))
		p.val = p.entry
		for _, v := range p.vals {
			p.val = x.choose(x.and(p.when, x.free()), v, p.val, Where{})
		}
	case !counter && x.isBits(val) && x.isBits(p.entry):
		for _, v := range p.vals {
			p.mask |= x.changedBits(p.entry, v)
		}
		p.mask |= x.changedBits(p.entry, val)
		p.when = x.or(p.when, x.whenChanged(p.entry, val, pc, mark))
		v := x.binary(syntax.Or,
			x.binary(syntax.And, x.unknown("changed in a loop", typ, Where{}), x.constant(int64(p.mask)), cUint, Where{}),
			x.binary(syntax.And, p.entry, x.constant(int64(^p.mask&(1<<32-1))), cUint, Where{}), cUint, Where{})
		p.val = x.choose(x.and(p.when, x.free()), v, p.entry, Where{})
	default:
		p.mask, p.when = ^uint64(0), True
		p.val = x.unknown("changed in a loop", typ, Where{})
	}
}

// addNumbers adds the values of a choice between numbers, and those that there
// were on entry, to the values of a symbol; false if it is anything else, or too
// many.
func (x *executor) addNumbers(p *phi, val Term) bool {
	vals := p.vals
	onEntry := x.values(p.entry)
	same := func(v int64, t Term) bool {
		w, ok := x.number(t)
		return ok && v == w
	}
	for _, u := range x.values(val) {
		v, ok := x.number(u)
		switch {
		case u == p.entry || slices.Contains(vals, u),
			ok && (same(v, p.entry) || slices.ContainsFunc(vals, func(t Term) bool { return same(v, t) })):
		case !ok && !slices.Contains(onEntry, u), len(vals) == maxPhiValues:
			return false
		default:
			vals = append(vals, u)
		}
	}
	p.vals = vals
	return true
}

// isCounter tells whether a value that changes again is a sum, or a number
// without a name that it was not before.
func (x *executor) isCounter(p *phi, val Term, round int) bool {
	if round == 0 {
		return false
	}
	for _, u := range x.values(val) {
		if r := x.rec(u); r.kind == kBinary && r.op == syntax.Add {
			return true
		}
		if _, ok := x.number(u); ok && !x.hasName(u) && u != p.entry && !slices.Contains(p.vals, u) {
			return true
		}
	}
	return false
}

// variant tells of atoms whether a round of a loop decides them anew: they are
// about something unknown that was made after mark.
func (x *executor) variant(mark Term) func(int32) bool {
	memo := map[int32]bool{}
	return func(v int32) bool {
		d, ok := memo[v]
		if !ok {
			k := x.atomKey[v]
			d = k.kind == atFree || x.madeAfter(k.a, mark) || x.madeAfter(k.b, mark)
			memo[v] = d
		}
		return d
	}
}

// madeAfter tells whether a term is made of an unknown that is newer than mark.
func (x *executor) madeAfter(t, mark Term) bool {
	found := false
	x.walk(t, func(t Term) bool {
		r := x.rec(t)
		found = found || t >= mark && (r.kind == kFresh || r.kind == kResult || r.kind == kInit && r.val != 0)
		return t >= mark && !found
	})
	return found
}

// placedAfter tells whether an address names a place that is newer than mark: a
// round of a loop does not come back to it.
func (x *executor) placedAfter(addr Term, mark Term) bool {
	found := false
	x.walk(addr, func(t Term) bool {
		found = found || t >= mark && x.rec(t).kind == kIte
		return t >= mark && !found
	})
	return found || x.madeAfter(addr, mark)
}

// isBits tells whether a value looks like flags: constants joined by | and &,
// choices of a few of them, or a symbol by itself.
func (x *executor) isBits(t Term) bool {
	vals := x.values(t)
	if len(vals) > maxPhiValues {
		return false
	}
	return !slices.ContainsFunc(vals, func(u Term) bool {
		switch r := x.rec(u); r.kind {
		case kConst, kParam, kInit, kName:
			return false
		case kBinary:
			return !r.num && !x.isMasked(r) && (r.op != syntax.Or && r.op != syntax.And || !x.isBits(r.a) || !x.isBits(r.b))
		case kUnary:
			return r.op != syntax.Com || !x.isBits(r.a)
		}
		return true
	})
}

// isMasked tells whether a value has none but a few bits of another.
func (x *executor) isMasked(r *termRec) bool {
	_, a := x.number(r.a)
	_, b := x.number(r.b)
	return r.op == syntax.And && (a || b)
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
