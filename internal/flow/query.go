// SPDX-License-Identifier: MIT

package flow

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/internal/gup"
)

// The questions that others ask about a summary.

// Not, And and Or join conditions of one arena.
func (a *Arena) Not(c Cond) Cond    { return a.not(c) }
func (a *Arena) And(c, d Cond) Cond { return a.and(c, d) }
func (a *Arena) Or(c, d Cond) Cond  { return a.or(c, d) }

// Simplify gives a condition that agrees with c where care holds.
func (a *Arena) Simplify(c, care Cond) Cond { return a.restrict(c, care) }

// Config is the condition that an #if holds.
func (a *Arena) Config(cond string) Cond { return a.config(cond) }

// Param is the value that a function was given for a parameter.
func (a *Arena) Param(f *Func, i int) Term {
	p := f.Syntax().Params[i]
	return a.param(i, typeOf(p.Type), Where{f.Unit, p.Span})
}

// IsParam tells whether a value is what a function was given for a parameter, as it is.
func (a *Arena) IsParam(t Term) bool { return t != None && a.rec(t).kind == kParam }

// Target is what memory at the address t held on entry.
func (a *Arena) Target(t Term) Term { return a.initial(t, 0, "", cInt, Where{}) }

// EqualConst is the condition that a value is v; AtMost that it is no more.
func (a *Arena) EqualConst(t Term, v int64) Cond { return a.equalConst(t, v) }
func (a *Arena) AtMost(t Term, v int64) Cond     { return a.atMost(t, v) }

// Equal is the condition that two values are the same.
func (a *Arena) Equal(t, u Term) Cond { return a.equal(t, u) }

// Less is the condition that one value is less than another, as numbers with a
// sign.
func (a *Arena) Less(t, u Term) Cond { return a.less(t, u) }

// IsErr is the condition that a pointer is an error pointer.
func (a *Arena) IsErr(t Term) Cond { return a.isErrCond(t) }

// Same tells whether two values are one, casts between numbers aside.
func (a *Arena) Same(t, u Term) bool { return t != None && a.uncast(t) == a.uncast(u) }

func (a *Arena) uncast(t Term) Term {
	for t != None && a.rec(t).kind == kCast {
		t = a.rec(t).a
	}
	return t
}

// HasAny is the condition that a value has one of some bits.
func (a *Arena) HasAny(t Term, mask uint64) Cond { return a.anyBit(t, mask) }

// Number gives the value of a term that is a number.
func (a *Arena) Number(t Term) (int64, bool) {
	if t == None {
		return 0, false
	}
	return a.number(t)
}

// With gives c with bit k of t taken to be set or not.
func (a *Arena) With(c Cond, t Term, k uint8, set bool) Cond {
	b := a.Bit(t, k)
	if !set {
		b = a.not(b)
	}
	return a.restrict(c, b)
}

// DependsOnBit tells whether c depends on bit k of t.
func (a *Arena) DependsOnBit(c Cond, t Term, k uint8) bool {
	found := false
	a.support(c, func(v int32) {
		x := a.atomKey[v]
		found = found || x.kind == atBit && x.a == t && x.val == int64(k)
	})
	return found
}

// A Value is one that a term can have, and when.
type Value struct {
	Term Term
	When Cond
}

// Values takes a choice apart into the values that it can have where pc holds.
func (a *Arena) Values(t Term, pc Cond) []Value {
	var out []Value
	a.eachLeaf(t, pc, nil, func(l leaf) {
		if a.Possible(l.when) {
			out = append(out, Value{l.val, l.when})
		}
	})
	return out
}

// Results lists what the function returns, and when it does; nothing if it
// returns no value.
func (s *Summary) Results() []Value {
	if s.Ret == None {
		return nil
	}
	return s.Arena.Values(s.Ret, s.PC)
}

// OnArguments takes out of a condition all that does not depend on the
// function's arguments and on what pointers among them point to: the result is
// when c may hold, as far as a caller can tell.
func (a *Arena) OnArguments(c Cond) Cond {
	x := &executor{Arena: a}
	return a.exists(c, func(v int32) bool {
		k := a.atomKey[v]
		return k.kind == atFree || k.kind == atConfig || !x.fromArgs(k.a) || !x.fromArgs(k.b)
	})
}

// Given takes out of a condition all that is not decided by what the function was
// given: its arguments, and memory on entry.
func (a *Arena) Given(c Cond) Cond {
	given := func(t Term) bool {
		ok := true
		a.walk(t, func(u Term) bool {
			k := a.rec(u).kind
			ok = ok && k != kFresh && k != kResult && k != kVar && k != kApply
			return ok
		})
		return ok
	}
	return a.exists(c, func(v int32) bool {
		k := a.atomKey[v]
		return k.kind == atFree || k.kind == atConfig || !given(k.a) || !given(k.b)
	})
}

// WithoutConfig takes what the configuration decides out of a condition: the
// result is when c may hold in some configuration.
func (a *Arena) WithoutConfig(c Cond) Cond {
	return a.exists(c, func(v int32) bool { return a.atomKey[v].kind == atConfig })
}

// WithoutTargets takes out of a condition what depends on what pointers among
// the arguments point to.
func (a *Arena) WithoutTargets(c Cond) Cond {
	return a.exists(c, func(v int32) bool { return a.rec(a.atomKey[v].a).kind == kInit })
}

// Written gives what a function leaves at the address that a parameter points
// to; ok is false if it never writes there.
func (s *Summary) Written(param Term) (val Term, ok bool) {
	for _, c := range s.effects {
		if c.addr == param {
			return c.val, true
		}
	}
	return None, false
}

// Fills is when a function stores elements of the array that a parameter points
// to, and where first.
func (s *Summary) Fills(param Term) (when Cond, first *Event) {
	when = False
	for i := range s.Events {
		if e := &s.Events[i]; e.Kind == EvFill && s.Arena.base(e.Args[0]) == param {
			when = s.Arena.or(when, e.PC)
			if first == nil {
				first = e
			}
		}
	}
	return when, first
}

// IsInitial tells whether a term is what memory held on entry.
func (a *Arena) IsInitial(t Term) bool {
	r := a.rec(t)
	return r.kind == kInit && r.val == 0
}

// ToGuard turns a condition on the parameters of a function into one of the
// contract. What is not about parameters becomes a question of its own.
func (s *Summary) ToGuard(c Cond) gup.Guard {
	a := s.Arena
	g := gup.Guard{}
	ids := map[Cond]int{False: 0, True: 1}
	var walk func(Cond) int
	walk = func(c Cond) int {
		if id, ok := ids[c]; ok {
			return id
		}
		n := a.nodes[c]
		no, yes := walk(n.lo), walk(n.hi)
		k, inverted := s.guardAtom(n.v)
		if inverted {
			no, yes = yes, no
		}
		g.Nodes = append(g.Nodes, gup.GuardNode{Atom: k, No: no, Yes: yes})
		ids[c] = len(g.Nodes) + 1
		return ids[c]
	}
	g.Root = walk(c)
	return g
}

// guardAtom translates an atom; inverted tells that it is denied.
func (s *Summary) guardAtom(v int32) (k gup.Atom, inverted bool) {
	a := s.Arena
	at := a.atomKey[v]
	if at.kind == atBit || at.kind == atLE {
		r := a.rec(at.a)
		deref := false
		if r.kind == kInit && r.val == 0 {
			r, deref = a.rec(r.a), true
		}
		if r.kind == kParam {
			p := int(r.val)
			switch {
			case at.kind == atBit && !deref:
				return gup.Atom{Kind: gup.HasBit, Param: p, N: at.val}, false
			case at.kind == atLE && deref:
				return gup.Atom{Kind: gup.AtMost, Param: p, N: at.val}, false
			case at.kind == atLE && r.typ.Ptr && at.val == 0:
				return gup.Atom{Kind: gup.NonNull, Param: p}, true
			case at.kind == atLE:
				return gup.Atom{Kind: gup.ArgAtMost, Param: p, N: at.val}, false
			}
		}
	}
	return gup.Atom{Kind: gup.Other, Param: -1, Text: a.AtomText(v, true)}, false
}

// Inputs lists the parameters and the memory on entry that a value is made of,
// not counting what only decides between values.
func (a *Arena) Inputs(t Term) []Term {
	return slices.DeleteFunc(a.Opaque(t), func(u Term) bool {
		r := a.rec(u)
		return r.kind != kParam && (r.kind != kInit || r.val != 0)
	})
}

// Opaque lists the values that nothing is known of that a value is made of, not
// counting what only decides between values.
func (a *Arena) Opaque(t Term) []Term {
	var out []Term
	seen := map[Term]bool{None: true}
	var walk func(Term)
	walk = func(t Term) {
		if seen[t] {
			return
		}
		seen[t] = true
		switch r := *a.rec(t); r.kind {
		case kParam, kInit, kFresh, kResult, kName:
			out = append(out, t)
		case kApply:
			if r.str == uninitialized {
				out = append(out, t)
				return
			}
			fallthrough
		case kIte, kBinary, kUnary, kCast:
			walk(r.a)
			walk(r.b)
		}
	}
	walk(t)
	return out
}

// ParamOf gives the parameter that an input is, or is reached through: direct is
// false for memory that it leads to. The index is -1 if there is none.
func (a *Arena) ParamOf(t Term) (index int, direct bool) {
	direct = true
	for {
		r := a.rec(t)
		switch r.kind {
		case kParam:
			return int(r.val), direct
		case kInit, kField, kElem:
			direct, t = false, r.a
		default:
			return -1, false
		}
	}
}

// Origin gives the place where a value stands in the text.
func (a *Arena) Origin(t Term) Where { return a.where[t] }

// Sources calls visit for every constant and every opaque value that can make
// bit k of a value set where pc holds, with the condition under which it does.
func (a *Arena) Sources(t Term, k uint8, pc Cond, visit func(Term, Cond)) {
	a.eachSource(t, k, pc, visit)
}

// Certain is when bad holds for whatever the open values are, at a point that is
// reached where pc holds, in terms of all else. Open values are terms; memory
// that they point to is open as well.
func (a *Arena) Certain(pc, bad Cond, open map[Term]bool) Cond {
	drop := func(v int32) bool { return a.decidedBy(v, open) }
	return a.and(a.exists(pc, drop), a.not(a.exists(a.and(pc, a.not(bad)), drop)))
}

// decidedBy tells whether open values decide an atom, or nobody knows what does.
func (a *Arena) decidedBy(v int32, open map[Term]bool) bool {
	k := a.atomKey[v]
	return k.kind == atFree && a.unasked[k.val] || a.isOpen(k.a, open) || a.isOpen(k.b, open)
}

// Without takes out of a condition what depends on open values: when it may hold.
func (a *Arena) Without(c Cond, open map[Term]bool) Cond {
	return a.exists(c, func(v int32) bool { return a.decidedBy(v, open) })
}

// isOpen tells whether a value is made of open ones, or of memory that one of
// them points to.
func (a *Arena) isOpen(t Term, open map[Term]bool) bool {
	if t == None {
		return false
	}
	for u := t; u != None; { // what it points to, and casts of it
		if open[u] {
			return true
		}
		r := a.rec(u)
		if r.kind != kInit && r.kind != kCast {
			break
		}
		u = r.a
	}
	leaves := a.Opaque(t)
	return len(leaves) > 0 && !slices.ContainsFunc(leaves, func(u Term) bool { return !open[u] })
}

// Decides tells whether what callers give a function decides a condition.
func (a *Arena) Decides(c Cond) bool {
	found := false
	a.support(c, func(v int32) {
		if found {
			return
		}
		k := a.atomKey[v]
		for _, t := range []Term{k.a, k.b} {
			for _, in := range a.Inputs(t) {
				if p, _ := a.ParamOf(in); p >= 0 {
					found = true
				}
			}
		}
	})
	return found
}

// IsNull is the condition that a pointer is NULL.
func (a *Arena) IsNull(t Term) Cond { return a.not(a.Truth(t)) }

// ConstantName gives the name that a constant has in the text, "" for none.
func (a *Arena) ConstantName(t Term) string {
	if r := a.rec(t); r.kind == kConst {
		return r.str
	}
	return ""
}

// Configs lists the #if conditions without which c does not hold, in the order in
// which they were met.
func (a *Arena) Configs(c Cond) []string {
	var atoms []int32
	a.support(c, func(v int32) {
		if a.atomKey[v].kind == atConfig {
			atoms = append(atoms, v)
		}
	})
	slices.Sort(atoms)
	var out []string
	for _, v := range atoms {
		q := a.ask(a.atomKey[v])
		switch text := a.atomKey[v].str; {
		case a.and(c, a.not(q)) == False:
			out = append(out, text)
		case a.and(c, q) == False:
			out = append(out, negate(text))
		}
	}
	return out
}

// simpleConfig is a name or a question such as defined(CONFIG_X), which binds
// closer than any operator.
var simpleConfig = regexp.MustCompile(`^\w+(\([^()]*\))?$`)

// negate spells the opposite of an #if condition.
func negate(text string) string {
	rest, negated := strings.CutPrefix(text, "!")
	switch {
	case negated && simpleConfig.MatchString(rest):
		return rest
	case simpleConfig.MatchString(text):
		return "!" + text
	}
	return "!(" + text + ")"
}

// IsUninitialized tells whether a value is that of a variable that has none.
func (a *Arena) IsUninitialized(t Term) bool {
	r := a.rec(t)
	return r.kind == kApply && r.str == uninitialized
}

// PointerKind tells what a pointer is: "NULL", "address-of-local",
// "address-of-field", "parameter", or "unknown".
func (a *Arena) PointerKind(t Term) string {
	kind := ""
	for _, u := range a.values(t) {
		k := "unknown"
		switch r := a.rec(u); r.kind {
		case kConst:
			if r.val == 0 {
				k = "NULL"
			}
		case kVar:
			k = "address-of-local"
		case kField, kElem, kGlobal:
			k = "address-of-field"
			if b := a.rec(a.base(u)); b.kind == kVar || b.isLocal() {
				k = "address-of-local"
			}
		case kParam:
			k = "parameter"
		case kResult:
			if r.isLocal() {
				k = "address-of-local"
			}
		}
		if kind != "" && kind != k {
			return "unknown"
		}
		kind = k
	}
	return kind
}

// Mentions tells whether a value is made of another, in whatever way.
func (a *Arena) Mentions(t, of Term) bool {
	found := false
	a.walk(t, func(u Term) bool {
		found = found || u == of
		return !found
	})
	return found
}

// DependsOn tells whether a condition is about a value.
func (a *Arena) DependsOn(c Cond, of Term) bool {
	found := false
	a.support(c, func(v int32) {
		k := a.atomKey[v]
		found = found || k.a != None && a.Mentions(k.a, of) || k.b != None && a.Mentions(k.b, of)
	})
	return found
}

// Effects lists what the function leaves in memory that outlives it. Arrays that
// an entry filled are not among it, single pages are.
func (s *Summary) Effects() []Term {
	var out []Term
	for _, c := range s.effects {
		if r := s.Arena.rec(c.addr); !s.Arena.isTrack(c.addr) && (r.kind != kField || r.str != markName) {
			out = append(out, c.val)
		}
	}
	return out
}
