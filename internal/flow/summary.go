// SPDX-License-Identifier: MIT

package flow

import (
	"slices"

	"github.com/gupvet/gupvet/parser/syntax"
)

// A Summary is what a function does, in terms of its parameters and of what
// memory holds when it is called: what it returns, what it writes, and the
// events on the way. It is made once and put in terms of each caller.
//
// Its arena must not be used by two goroutines at once.
type Summary struct {
	Fn      *Func
	Arena   *Arena
	Ret     Term // None if it returns nothing, or never
	PC      Cond // when it returns at all
	Events  []Event
	Bounded bool // a bound on the work was reached: something is missing
	// Cut tells that the function was not followed to its end. Its events are
	// right as far as they go; what it returns and writes is not known.
	Cut   bool
	Stats Stats

	effects  []cell
	acquired []acquisition // of those in sight of the caller
	flags    []lockFlag
}

// acquisitionOf finds the call with a result among those that took pages, nil if
// there is none.
func (s *Summary) acquisitionOf(res Term) *acquisition {
	for i := range s.acquired {
		if a := &s.acquired[i]; a.res == res {
			return a
		}
	}
	return nil
}

// Stats counts the work that a summary took.
type Stats struct {
	Steps, Terms, Nodes, Atoms int
}

// A mapper copies terms and conditions from one arena to another.
type mapper struct {
	src, dst *Arena
	terms    map[Term]Term
	conds    map[Cond]Cond
	atoms    map[int32]Cond
	leaf     func(Term, *termRec) Term // for parameters, memory and unknowns
}

func newMapper(src, dst *Arena) *mapper {
	return &mapper{src: src, dst: dst, terms: map[Term]Term{None: None},
		conds: map[Cond]Cond{False: False, True: True}, atoms: map[int32]Cond{}}
}

func (m *mapper) term(t Term) Term {
	if u, ok := m.terms[t]; ok {
		return u
	}
	u := m.copy(t)
	m.terms[t] = u
	if s := m.src.structs[t]; s != "" && m.dst.structs[u] == "" {
		m.dst.structs[u] = s
	}
	return u
}

func (m *mapper) copy(t Term) Term {
	r := *m.src.rec(t)
	at := m.src.where[t]
	d := m.dst
	switch r.kind {
	case kConst:
		if r.str != "" {
			return d.namedConstant(r.val, r.str, at)
		}
		return d.constant(r.val)
	case kName:
		return d.name(r.str, r.typ, at)
	case kGlobal:
		return d.make(r, at)
	case kField:
		return d.field(m.term(r.a), r.str)
	case kElem:
		return d.elem(m.term(r.a), m.term(r.b))
	case kUnary:
		return d.unary(r.op, m.term(r.a), r.typ, at)
	case kBinary:
		return d.binary(r.op, m.term(r.a), m.term(r.b), r.typ, at)
	case kIte:
		return d.choose(m.cond(r.c), m.term(r.a), m.term(r.b), at)
	case kCast:
		return d.cast(m.term(r.a), r.typ, at)
	case kApply:
		if r.str != uninitialized {
			return d.apply(r.str, m.term(r.a), m.term(r.b), r.typ, at)
		}
	}
	return m.leaf(t, &r)
}

func (m *mapper) cond(c Cond) Cond {
	if d, ok := m.conds[c]; ok {
		return d
	}
	n := m.src.nodes[c]
	q := m.atom(n.v) // first, so that atoms are made in the order they had
	lo, hi := m.cond(n.lo), m.cond(n.hi)
	d := m.dst.ite(q, hi, lo)
	m.conds[c] = d
	return d
}

func (m *mapper) atom(v int32) Cond {
	if c, ok := m.atoms[v]; ok {
		return c
	}
	k := m.src.atomKey[v]
	d := m.dst
	var c Cond
	switch k.kind {
	case atBit:
		c = d.Bit(m.term(k.a), uint8(k.val))
	case atLE:
		c = d.atMost(m.term(k.a), k.val)
	case atEQ:
		c = d.equal(m.term(k.a), m.term(k.b))
	case atLT:
		c = d.less(m.term(k.a), m.term(k.b))
	case atErr:
		c = d.isErrCond(m.term(k.a))
	case atConfig:
		c = d.config(k.str)
	case atFree:
		c = d.free()
	}
	m.atoms[v] = c
	return c
}

func (m *mapper) list(ts []Term) []Term {
	if ts == nil {
		return nil
	}
	out := make([]Term, len(ts))
	for i, t := range ts {
		out[i] = m.term(t)
	}
	return out
}

// event maps an event.
func (m *mapper) event(e *Event) Event {
	out := *e
	out.PC, out.Raw, out.Tested, out.Atomic = m.cond(e.PC), m.cond(e.Raw), m.cond(e.Tested), m.cond(e.Atomic)
	out.Wrote, out.Dirty = m.cond(e.Wrote), m.cond(e.Dirty)
	out.There = m.cond(e.There)
	out.Args, out.Deref = m.list(e.Args), m.list(e.Deref)
	out.Result, out.MM, out.Lock = m.term(e.Result), m.term(e.MM), m.term(e.Lock)
	out.Count, out.Kept = m.term(e.Count), m.term(e.Kept)
	out.held = m.cells(e.held)
	return out
}

// summary makes the summary of the function that has been followed, in an arena
// of its own that holds no more than it needs.
func (x *executor) summary() *Summary {
	dst := newArena()
	dst.lookup = x.lookup
	dst.fresh = x.fresh
	m := newMapper(x.Arena, dst)
	m.leaf = func(t Term, r *termRec) Term {
		n := *r
		n.a, n.b = m.term(r.a), m.term(r.b)
		switch r.kind {
		case kFresh, kResult:
			return dst.push(n, x.where[t])
		case kInit:
			return dst.initial(n.a, n.val, n.str, n.typ, x.where[t])
		}
		return dst.make(n, x.where[t])
	}
	cut := x.bound
	x.full, x.room = false, x.room+maxNodes
	out := unreached
	for _, s := range x.rets {
		out = x.join(out, s, Where{})
	}
	if !x.s.dead {
		out = x.join(out, x.s, Where{}) // the end of the body
	}
	sum := &Summary{Fn: x.fn, Arena: dst, Bounded: cut, Cut: cut,
		Stats: Stats{x.steps, len(x.terms), len(x.nodes), int(x.atoms)}}
	if x.eng.conf.Contract {
		x.condense()
	}
	sum.Events = make([]Event, 0, len(x.events))
	for i := range x.events {
		e := &x.events[i]
		if e.Kind == EvCall { // before the condition gets simpler
			e.Args = slices.Clone(e.Args)
			for i, t := range e.Args {
				e.Args[i] = x.prune(t, e.PC)
			}
		}
		e.PC = x.project(e.PC, maxCondSize)
		sum.Events = append(sum.Events, m.event(e))
	}
	for i := range sum.Events {
		sum.Events[i].Owner = sum
	}
	cells := x.visible(out.mem)
	vals := make([]Term, len(cells))
	for i, c := range cells {
		vals[i] = c.val
		if c.addr == x.retAddr {
			vals[i] = x.simplifyResult(c.val, out.pc)
		} else if slices.ContainsFunc(x.values(c.val), func(t Term) bool { return !x.matters(t) }) {
			vals[i] = x.unknown(tooMany, x.typeOf(c.val), Where{})
		}
	}
	sum.PC = m.cond(x.simplify(vals, out.pc))
	for i, c := range cells {
		if c.addr == x.retAddr {
			sum.Ret = m.term(vals[i])
		} else {
			sum.effects = append(sum.effects, cell{m.term(c.addr), m.term(vals[i])})
		}
	}
	for _, c := range cells {
		if a := x.acquisitionOf(x.rec(c.addr).a); a != nil && x.isTrack(c.addr) && sum.acquisitionOf(m.term(a.res)) == nil {
			sum.acquired = append(sum.acquired, acquisition{res: m.term(a.res), pages: m.term(a.pages), entry: a.entry, at: a.at})
		}
	}
	sum.flags = x.flagsOutside(m)
	if x.full || dst.full {
		sum.Events, sum.effects, sum.Bounded, sum.Cut = nil, nil, true, true
		sum.acquired = nil
		dst.full = false
	}
	return sum
}

// simplifyResult makes a pointer that a function returns as simple as callers can
// use: for its contract it does not matter why a function found no page.
func (x *executor) simplifyResult(t Term, pc Cond) Term {
	if ret := x.fn.Syntax().Ret; x.eng.conf.Contract && ret != nil && ret.Ptr > 0 && !x.eng.conf.keepsResult(x.fn) {
		return x.projectChoice(t, pc, func(int32) bool { return true })
	}
	return t
}

// condense makes the events of a function that is followed for its contract
// fewer and simpler. What matters of them is how they depend on its arguments:
// whatever else decides them is taken out, so that an event says when it may
// happen, and a check when it is sure to, if anything is done at all. Looks at
// the same bits become one.
func (x *executor) condense() {
	opaque := func(v int32) bool {
		k := x.atomKey[v]
		return k.kind == atFree || !x.fromArgs(k.a) || !x.fromArgs(k.b)
	}
	type bit struct {
		k      uint8
		tested Cond
	}
	used := map[bit]int{}
	var out []Event
	early := true // nothing has been done yet
	for _, e := range x.events {
		switch e.Kind {
		case EvWarn, EvBug:
			onArgs := x.exists(e.Raw, opaque) == e.Raw
			sure := x.not(x.exists(x.and(x.care, x.not(e.PC)), opaque))
			switch {
			case !onArgs:
				e.Raw = sure
			case sure == False && early && e.Inner == nil:
				// Whoever does not get to the check has been sent away.
				sure = x.exists(e.PC, opaque)
			}
			if e.PC = sure; sure == False {
				continue
			}
		case EvUse:
			set, clear := x.exists(x.and(e.PC, e.Tested), opaque), x.exists(x.and(e.PC, x.not(e.Tested)), opaque)
			e.PC = x.or(set, clear)
			if x.exists(e.Tested, opaque) != e.Tested {
				e.Tested = set
				if both := x.and(set, clear); both != False {
					e.Tested = x.and(set, x.or(x.not(both), x.free()))
				}
			}
			e.Tested = x.restrict(e.Tested, e.PC)
			key := bit{e.Bit, e.Tested}
			if i, ok := used[key]; ok {
				out[i].PC = x.or(out[i].PC, e.PC)
				continue
			}
			used[key] = len(out)
		case EvReturn:
		default:
			e.PC = x.exists(e.PC, opaque)
			if i := slices.IndexFunc(out, func(o Event) bool {
				return o.Kind == e.Kind && o.Inner == e.Inner && o.At == e.At && o.Via == e.Via && o.Lock == e.Lock
			}); i >= 0 {
				out[i].PC = x.or(out[i].PC, e.PC)
				continue
			}
		}
		early = early && (e.Kind == EvWarn || e.Kind == EvBug || e.Kind == EvReturn)
		out = append(out, e)
	}
	x.events = out
}

// fromArgs tells whether a term is made of parameters and of what they point to
// alone.
func (x *executor) fromArgs(t Term) bool {
	ok := true
	x.walk(t, func(u Term) bool {
		switch r := x.rec(u); r.kind {
		case kFresh, kResult, kVar, kGlobal, kName:
			ok = false
		case kInit:
			ok = ok && r.val == 0 && x.rec(r.a).kind != kField
		case kApply:
			ok = false
		}
		return ok
	})
	return ok
}

// maxImported bounds the events that a summary hands on to a caller.
const maxImported = 512

// callSummary follows a call of a function whose summary is known.
func (x *executor) callSummary(fr *frame, e *syntax.Call, sum *Summary, args []Term, at Where) Term {
	m := newMapper(sum.Arena, x.Arena)
	if sum.Bounded {
		x.escape(args...)
	}
	x.notePassTo(args, at, len(x.results) > 0 && sum.isSeen())
	x.notePassBelow(args, at)
	x.useVMAs(args, at)
	before := x.s
	m.leaf = func(t Term, r *termRec) Term {
		switch r.kind {
		case kParam:
			if int(r.val) < len(args) {
				return args[r.val]
			}
		case kInit:
			if addr := m.term(r.a); r.val == 0 {
				return x.load(&before, addr, r.typ, sum.Arena.where[t])
			}
			return x.unknown(r.str, r.typ, sum.Arena.where[t])
		case kFresh:
			if r.isUnresolved() {
				return x.name(r.str, r.typ, sum.Arena.where[t])
			}
		case kResult:
			res := x.result(r.str, r.typ, sum.Arena.where[t])
			x.sawVMA(r.str, nil, res)
			return res
		case kVar: // a local variable of the callee: nobody else knows its address
			return x.result("&"+r.str, cPtr, at)
		}
		return x.unknown(r.str, r.typ, sum.Arena.where[t])
	}
	pc := x.s.pc
	n := 0
	for i := range sum.Events {
		ev := &sum.Events[i]
		if !x.eng.handsOn(sum, ev) || n >= maxImported {
			continue
		}
		there := m.cond(ev.PC)
		cond := x.and(pc, there)
		if !x.Possible(cond) {
			continue
		}
		out := m.event(ev)
		out.PC, out.There, out.Inner, out.Via, out.Use, out.Call, out.Alone = cond, there, ev, at, fr.use, e, x.statement == e
		if out.Kind == EvCall {
			out.held = x.heldBefore(out.held)
			out.Atomic = x.forbidsSleep(out.held)
			out.Widths = x.handedOn(fr, e, args, sum, ev)
		}
		x.note(out)
		if out.Kind == EvCall {
			x.results = append(x.results, out.Result)
		}
		n++
	}
	if sum.Cut && !x.eng.conf.Contract {
		return x.callUnfollowed(fr, e, sum.Fn.Name, args, at)
	}
	x.takeFlags(sum, m)
	if len(x.flags)+len(x.retaken) > 0 && !sum.callsOnly(isAboutLocks) {
		x.handLocks("", args)
	}
	x.replay(sum, m, e, at)
	ret := m.term(sum.Ret)
	x.effects(sum, m, at)
	if !x.s.dead {
		c := m.cond(sum.PC)
		x.keepInMind(c)
		x.assume(x.and(c, x.counts(sum, m)))
	}
	if ret == None {
		return x.constant(0)
	}
	return ret
}

// effects writes what a function wrote: first what it cleared or lost, then
// what it stored.
func (x *executor) effects(sum *Summary, m *mapper, at Where) {
	cells := make([]cell, 0, len(sum.effects))
	var tracks []cell
	for _, c := range sum.effects {
		r := sum.Arena.rec(c.addr)
		if sum.Arena.isTrack(c.addr) {
			tracks = append(tracks, c)
			continue
		}
		if r.kind != kField || r.str != markName {
			cells = append(cells, cell{m.term(c.addr), m.term(c.val)})
			continue
		}
		base, v := m.term(r.a), sum.Arena.rec(c.val)
		switch {
		case isZero(v):
			x.zero(&x.s, base)
		case v.kind == kResult:
			x.fill(base, m.term(c.val))
		case v.kind == kApply: // as it was
		default:
			x.lose(&x.s, base, v.str, at)
		}
	}
	for _, c := range cells {
		if x.isLock(c.addr) {
			x.setLock(c.addr, c.val, at)
			x.unlockedOther(c.addr)
			continue
		}
		x.store(&x.s, c.addr, c.val, at)
	}
	x.retrack(sum, m, tracks, at)
}
