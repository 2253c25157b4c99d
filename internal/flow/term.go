// SPDX-License-Identifier: MIT

package flow

import (
	"strings"

	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// A Where is a place in the text of a file.
type Where struct {
	Unit *parser.Unit
	Span syntax.Span
}

// A Term is a symbolic value: a number into the arena that made it. Equal terms
// stand for equal values; terms that differ may be equal all the same.
type Term int32

// None is the absence of a term.
const None Term = 0

// kind is the kind of a term.
type kind uint8

const (
	kNone   kind = iota
	kConst       // a number
	kParam       // what the caller passes: val is the index
	kInit        // what memory at address a held on entry, or after its val-th loss
	kFresh       // an unknown value; val numbers it
	kResult      // what a call returned; val numbers it
	kVar         // the address of a local variable; val is its number
	kGlobal      // the address of a global variable or function
	kName        // a named constant that has not been looked up yet
	kField       // the address of member str of what a points to
	kElem        // the address of element b of what a points to
	kUnary       // an arithmetic operator on a
	kBinary      // an arithmetic operator on a and b
	kIte         // a where c holds, else b
	kCast        // a in another type
	kApply       // a pure function str of a and b
)

// A termRec is what a term is made of.
type termRec struct {
	kind kind
	op   syntax.Op
	typ  CType
	a, b Term
	c    Cond
	val  int64
	num  bool // an operator on numbers with names: val is the result
	str  string
}

// An Arena holds the terms and conditions of one function, numbered in the
// order in which they were made. It is not safe for concurrent use while terms
// are being made; once frozen in a [Summary] it is only read.
type Arena struct {
	*bdd
	terms []termRec
	where []Where // of each term: where it was made first
	index map[termRec]Term
	named map[namedConst]Term

	atomOf  map[atom]Cond
	atomKey []atom // by atom number
	bounds  map[Term][]int64
	bits    map[bitKey]Cond
	answers map[question]Cond
	fresh   int64
	// unasked are the free atoms that stand for what a contract asks and nobody
	// can answer.
	unasked map[int64]bool
	structs map[Term]string // what lies at an address, where a declaration says so
	walkers []*walker       // that no walk uses at the moment
	seek    search          // of [Arena.Possible]

	// placeless makes one term of the same constant at different places.
	placeless bool
	// lookup finds the value of a named constant; nil where there are none.
	lookup func(name string, u *parser.Unit) (int64, bool)
}

// A namedConst is a constant with the place where its name stands: two places
// are two terms, so that each can be shown.
type namedConst struct {
	val  int64
	name string
	at   Where
}

func newArena() *Arena {
	return &Arena{
		bdd:     newBDD(),
		terms:   make([]termRec, 1, 256),
		where:   make([]Where, 1, 256),
		index:   map[termRec]Term{},
		named:   map[namedConst]Term{},
		atomOf:  map[atom]Cond{},
		bounds:  map[Term][]int64{},
		bits:    map[bitKey]Cond{},
		answers: map[question]Cond{},
		unasked: map[int64]bool{},
		structs: map[Term]string{},
	}
}

func (a *Arena) rec(t Term) *termRec { return &a.terms[t] }

// make finds or makes a term.
func (a *Arena) make(r termRec, at Where) Term {
	if t, ok := a.index[r]; ok {
		return t
	}
	t := a.push(r, at)
	a.index[r] = t
	return t
}

func (a *Arena) push(r termRec, at Where) Term {
	a.terms = append(a.terms, r)
	a.where = append(a.where, at)
	return Term(len(a.terms) - 1)
}

// constant is a number without a name.
func (a *Arena) constant(v int64) Term { return a.make(termRec{kind: kConst, val: v}, Where{}) }

// namedConstant is a number that a name in the text stands for. The same name at
// two places makes two terms, unless the arena is placeless.
func (a *Arena) namedConstant(v int64, name string, at Where) Term {
	if a.placeless {
		at = Where{}
	}
	key := namedConst{v, name, at}
	if t, ok := a.named[key]; ok {
		return t
	}
	t := a.push(termRec{kind: kConst, val: v, str: name}, at)
	a.named[key] = t
	return t
}

func (a *Arena) param(i int, typ CType, at Where) Term {
	return a.make(termRec{kind: kParam, val: int64(i), typ: typ}, at)
}

// initial is what memory at an address held on entry, or after it was lost for
// the val-th time, because of why. The type is that of the first to ask.
func (a *Arena) initial(addr Term, val int64, why string, typ CType, at Where) Term {
	t := a.make(termRec{kind: kInit, a: addr, val: val}, at)
	r := a.rec(t)
	if r.typ.Bits == 0 {
		r.typ = typ
	}
	if r.str == "" {
		r.str = why
	}
	return t
}

// unknown makes a value of which nothing is known, and why.
func (a *Arena) unknown(why string, typ CType, at Where) Term {
	a.fresh++
	return a.push(termRec{kind: kFresh, val: a.fresh, str: why, typ: typ}, at)
}

func (a *Arena) result(callee string, typ CType, at Where) Term {
	a.fresh++
	return a.push(termRec{kind: kResult, val: a.fresh, str: callee, typ: typ}, at)
}

// field is the address of a member of what base points to.
func (a *Arena) field(base Term, name string) Term {
	if r := a.rec(base); r.kind == kIte && a.choices(base, maxAliases) <= maxAliases {
		c, x, y := r.c, r.a, r.b
		return a.choose(c, a.field(x, name), a.field(y, name), Where{})
	}
	return a.make(termRec{kind: kField, a: base, str: name}, Where{})
}

// maxAliases bounds the addresses that a pointer is taken to have.
const maxAliases = 8

// elem is the address of element i; element 0 has the address of the array.
func (a *Arena) elem(base, i Term) Term {
	if r := a.rec(i); r.kind == kConst && r.val == 0 {
		return base
	}
	if r := a.rec(base); r.kind == kElem {
		return a.make(termRec{kind: kElem, a: r.a, b: a.binary(syntax.Add, r.b, i, cLong, Where{})}, Where{})
	}
	return a.make(termRec{kind: kElem, a: base, b: i}, Where{})
}

func (a *Arena) bool(c Cond, at Where) Term {
	return a.choose(c, a.constant(1), a.constant(0), at)
}

// choose is x where c holds, else y.
func (a *Arena) choose(c Cond, x, y Term, at Where) Term {
	if r := a.rec(x); r.kind == kIte && r.c == c {
		x = r.a
	}
	if r := a.rec(y); r.kind == kIte && r.c == c {
		y = r.b
	}
	switch {
	case c == True || x == y:
		return x
	case c == False:
		return y
	}
	return a.make(termRec{kind: kIte, c: c, a: x, b: y}, at)
}

// number gives the value of a constant term.
func (a *Arena) number(t Term) (int64, bool) {
	r := a.rec(t)
	if r.kind == kName && a.lookup != nil {
		return a.resolve(t)
	}
	return r.val, r.kind == kConst || r.num
}

// resolve looks a named constant up and remembers what came of it.
func (a *Arena) resolve(t Term) (int64, bool) {
	r := a.rec(t)
	v, ok := a.lookup(r.str, a.where[t].Unit)
	if ok {
		r.kind, r.val = kConst, v
	} else {
		r.kind, r.c = kFresh, True // see isUnresolved
	}
	return v, ok
}

// isUnresolved tells whether a term is a name that has been looked up in vain: the
// same in all functions of a file, although nobody knows its value.
func (r *termRec) isUnresolved() bool { return r.kind == kFresh && r.c == True }

func isZero(r *termRec) bool { return r.kind == kConst && r.val == 0 }

// isAddress tells whether a term is the address of something that exists.
func (r *termRec) isAddress() bool {
	return r.kind == kVar || r.kind == kGlobal || r.kind == kField || r.kind == kElem || r.isLocal()
}

// isLocal tells whether a term is the address of a local variable of a function
// that was called: its name is that of the variable.
func (r *termRec) isLocal() bool {
	return r.kind == kResult && strings.HasPrefix(r.str, "&")
}

// typeOf gives the type of a term's value as far as the term tells it.
func (a *Arena) typeOf(t Term) CType {
	r := a.rec(t)
	switch r.kind {
	case kIte:
		if x, y := a.typeOf(r.a), a.typeOf(r.b); x == y {
			return x
		}
		return CType{}
	case kVar, kGlobal, kField, kElem:
		return cPtr
	}
	return r.typ
}

// apply is a pure function of one or two arguments.
func (a *Arena) apply(name string, x, y Term, typ CType, at Where) Term {
	if member, ok := strings.CutPrefix(name, containerPrefix); ok {
		if r := a.rec(x); r.kind == kField && r.str == member {
			return r.a // the object that the member was taken of
		}
	}
	return a.make(termRec{kind: kApply, str: name, a: x, b: y, typ: typ}, at)
}

// name is a named constant that is looked up when its value matters.
func (a *Arena) name(name string, typ CType, at Where) Term {
	key := namedConst{name: name, at: Where{Unit: at.Unit}}
	if t, ok := a.named[key]; ok {
		return t
	}
	t := a.push(termRec{kind: kName, str: name, typ: typ}, at)
	a.named[key] = t
	return t
}

// walk calls visit for a term and everything that it is made of, once each; not
// for what lies below a term for which visit returns false.
func (a *Arena) walk(t Term, visit func(Term) bool) {
	w := a.startTermWalk()
	w.visit = visit
	w.term(t)
	a.walkers = append(a.walkers, w)
}

// A walker remembers which terms and conditions a walk has come to: those that
// are marked with its number. Walks within others have walkers of their own.
type walker struct {
	arena  *Arena
	visit  func(Term) bool
	number uint32
	terms  []uint32
	conds  []uint32
}

// startTermWalk gives a walker that nobody uses.
func (a *Arena) startTermWalk() *walker {
	w := &walker{arena: a}
	if n := len(a.walkers); n > 0 {
		w, a.walkers = a.walkers[n-1], a.walkers[:n-1]
	}
	w.number++
	return w
}

// mark marks a thing, and tells whether it was not yet.
func (w *walker) mark(marks *[]uint32, i, all int) bool {
	if n := all - len(*marks); n > 0 {
		*marks = append(*marks, make([]uint32, n)...)
	}
	if (*marks)[i] == w.number {
		return false
	}
	(*marks)[i] = w.number
	return true
}

func (w *walker) term(t Term) {
	if t == None || !w.mark(&w.terms, int(t), len(w.arena.terms)) || !w.visit(t) {
		return
	}
	r := *w.arena.rec(t)
	w.term(r.a)
	w.term(r.b)
	if r.kind == kIte {
		w.cond(r.c)
	}
}

func (w *walker) cond(c Cond) {
	if c == True || c == False || !w.mark(&w.conds, int(c), len(w.arena.nodes)) {
		return
	}
	n := w.arena.nodes[c]
	k := w.arena.atomKey[n.v]
	w.term(k.a)
	w.term(k.b)
	w.cond(n.lo)
	w.cond(n.hi)
}

// Size counts the terms of an arena, for statistics.
func (a *Arena) Size() int { return len(a.terms) }
