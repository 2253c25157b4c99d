// SPDX-License-Identifier: MIT

package flow

import (
	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// Func and Global are those of the call graph.
type (
	Func   = callgraph.Func
	Global = callgraph.Global
)

// A Config tells an [Engine] what to look for.
type Config struct {
	// Contract makes the engine follow the family itself: nothing is an
	// entry, and every check of the kernel is an event.
	Contract bool
	// Uses makes every look at a flag an event.
	Uses bool
	// GUP is the contract of the entries, nil while it is being read.
	GUP *gup.Contract
	// Constants are numbers that are known without looking for them.
	Constants map[string]int64
	// Faults says what is known of the function that takes page faults.
	Faults *FaultModel
	// Fields lists members; what is stored in them is an event.
	Fields map[string]bool
	// Track makes the engine follow what becomes of pages. Releases finds the
	// functions that give them back.
	Track    bool
	Releases func(name string) *gup.Release
	// Watch lists further functions whose calls are events.
	Watch map[string]bool
	// Far tells whether a function is looked for in the whole tree when a
	// file cannot see its definition; nil stands for never.
	Far func(name string) bool
	// HandOn tells whether the callers of a function learn of a call in it; nil
	// stands for always.
	HandOn func(s *Summary, e *Event) bool
	// Enter tells whether a call from one function is followed into another.
	Enter func(from, to *Func) bool
}

// keepsResult tells whether a function's result is looked at for its contract:
// that of an entry, which is not static.
func (c *Config) keepsResult(f *Func) bool { return !f.Item.Static || f.Item.Inline }

// A FaultModel says when the function that takes a page fault may report that it
// let go of the lock: not unless it was allowed to.
type FaultModel struct {
	Func   string
	Arg    int    // of the fault flags
	Allow  uint64 // the flag that allows it
	Nowait uint64 // the flag that forbids it all the same
	Retry  uint64 // the results that report it, the lock kept with Nowait
	Done   uint64 // the results that report it, never with Nowait
}

// An Engine makes summaries, each once. It is not safe for concurrent use.
type Engine struct {
	prog *callgraph.Program
	env  env
	conf Config
	done map[summaryKey]*Summary
	// open are the functions that are being followed, innermost last.
	open []*opened
}

// A summaryKey is a function with the functions that it is given pointers to.
type summaryKey struct {
	fn   *Func
	args string
}

// opened is a function being followed.
type opened struct {
	key  summaryKey
	used bool     // it was called again meanwhile
	last *Summary // what the round before made of it
}

// NewEngine returns an engine for a program.
func NewEngine(p *callgraph.Program, c Config) *Engine {
	return &Engine{prog: p, env: env{p, c.Constants, c.Far, map[farQuestion][]*Func{}, newMacrosAsked()}, conf: c, done: map[summaryKey]*Summary{}}
}

// maxOpen bounds how deep calls are followed.
const maxOpen = 24

// maxRecursion bounds how often a recursive function is followed.
const maxRecursion = 3

// Summary gives the summary of a function.
func (eng *Engine) Summary(f *Func) *Summary { return eng.summary(f, nil, summaryKey{fn: f}) }

// Entered lists the functions that have been followed.
func (eng *Engine) Entered() []*Func {
	var list []*Func
	for k := range eng.done {
		list = append(list, k.fn)
	}
	return list
}

// Forget drops the summaries of functions for which gone holds, and of those
// that may have followed calls into them is up to the caller.
func (eng *Engine) Forget(gone func(*Func) bool) {
	for k := range eng.done {
		if gone(k.fn) {
			delete(eng.done, k)
		}
	}
}

// summaryFor gives the summary with which to follow a call, nil if the call is
// not followed.
func (eng *Engine) summaryFor(x *executor, f *Func, args []Term) *Summary {
	if len(eng.open) >= maxOpen || !eng.conf.Enter(x.fn, f) {
		return nil
	}
	key := summaryKey{fn: f}
	var pointers []Term
	for i, p := range f.Syntax().Params {
		if i >= len(args) || p.Type == nil || !p.Type.Func {
			continue
		}
		if r := x.rec(args[i]); r.kind == kGlobal {
			if pointers == nil {
				pointers = make([]Term, len(args))
			}
			pointers[i] = args[i]
			key.args += "," + r.str
		}
	}
	if pointers != nil {
		return eng.summary(f, func(y *executor, i int) Term {
			if pointers[i] == None {
				return None
			}
			r := x.rec(pointers[i])
			return y.make(*r, x.where[pointers[i]])
		}, key)
	}
	return eng.summary(f, nil, key)
}

// summary follows a function, again and again if it calls itself.
func (eng *Engine) summary(f *Func, given func(*executor, int) Term, key summaryKey) *Summary {
	if s, ok := eng.done[key]; ok {
		return s
	}
	for _, o := range eng.open {
		if o.key == key {
			o.used = true
			if o.last == nil {
				// The first time round, only the ways out that do not
				// call the function again are followed.
				return &Summary{Fn: f, Arena: newArena(), PC: False}
			}
			return o.last
		}
	}
	o := &opened{key: key}
	eng.open = append(eng.open, o)
	defer func() { eng.open = eng.open[:len(eng.open)-1] }()
	for round := 0; ; round++ {
		s := eng.follow(f, given)
		stable := !o.used || o.last != nil && sameShape(s, o.last)
		if stable || round == maxRecursion {
			s.Bounded = s.Bounded || !stable
			eng.done[key] = s
			return s
		}
		o.last, o.used = s, false
	}
}

// sameShape tells whether following a recursive function once more brought
// nothing new.
func sameShape(a, b *Summary) bool {
	return len(a.Events) == len(b.Events) && len(a.effects) == len(b.effects) &&
		len(a.Arena.terms) == len(b.Arena.terms)
}

// follow makes the summary of a function.
func (eng *Engine) follow(f *Func, given func(*executor, int) Term) *Summary {
	def := f.Syntax()
	x := &executor{Arena: newArena(), eng: eng, fn: f, care: True, subs: subgraphs{}, isPublic: map[Term]bool{}, dma: map[Term]Term{}}
	x.Arena.lookup = eng.lookup
	x.Arena.placeless = eng.conf.Contract
	x.retAddr = x.make(termRec{kind: kVar, val: -1, str: "return"}, Where{})
	sc := newScope(nil)
	fr := &frame{unit: f.Unit, scope: sc}
	x.s = state{pc: x.config(f.Cond())}
	for i, p := range def.Params {
		at := Where{f.Unit, p.Span}
		v := x.newVariable(p.Name, p.Type, nil)
		sc.vars[p.Name] = v
		val := x.param(i, typeOf(p.Type), at)
		if given != nil {
			if t := given(x, i); t != None {
				val = t
			}
		}
		x.givenVMA(p.Type, val)
		if isAggregate(p.Type) {
			v.addr = val // a struct: its members are what matters
			continue
		}
		x.s.set(v.addr, val)
	}
	g := x.build(fr, def.Body, false)
	x.run(g, g.order())
	if !x.s.dead { // the end of the body
		at := Where{f.Unit, syntax.Span{Start: f.Item.Body.End - 1, End: f.Item.Body.End}}
		x.leaks(None, at)
		x.keepsLocks(None, at)
	}
	return x.summary()
}

// entry finds the entry of the family that a name calls.
func (eng *Engine) entry(_ *parser.Unit, name string) *gup.Entry {
	if eng.conf.GUP == nil {
		return nil
	}
	return eng.conf.GUP.Entry(name)
}

func (eng *Engine) watched(name string) bool { return eng.conf.Watch[name] }

// handsOn tells whether an event of a function is also one of its callers.
func (eng *Engine) handsOn(s *Summary, e *Event) bool {
	switch e.Kind {
	case EvCall:
		return eng.conf.HandOn == nil || eng.conf.HandOn(s, e)
	case EvReturn, EvRepeat, EvTest, EvPass, EvStore, EvRelease, EvDirty, EvWrite, EvLeak, EvStale,
		EvUnsigned, EvCount, EvKeep, EvKeepOne, EvKeptLock:
		return false
	}
	return eng.conf.Contract
}

// lookup finds the value of a named constant.
func (eng *Engine) lookup(name string, u *parser.Unit) (int64, bool) {
	if v, ok := eng.env.KnownConstant(u, name); ok {
		return v, true
	}
	if v, ok := eng.prog.Constant(u, name); ok {
		return v, true
	}
	v, ok := dmaConstants[name]
	return v, ok
}
