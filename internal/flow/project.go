// SPDX-License-Identifier: MIT

package flow

import "slices"

// Conditions grow with the number of decisions they depend on, most of which
// are nobody's concern: which of ten helpers failed does not matter to a caller
// who learns that one did. Where a condition has grown too large, the decisions
// that depend on nothing a caller knows are taken out of it ("projected").

// Sizes in nodes of a diagram from which on conditions are projected.
const (
	maxCondSize  = 48  // of one that a summary hands to callers
	fewCondSize  = 4   // of one of a contract, where only arguments matter
	maxStateSize = 160 // of one under which a point of a function is reached
)

// size counts the nodes of a condition, up to a limit.
func (b *bdd) size(c Cond, limit int) int {
	b.startWalk()
	n := 0
	var walk func(c Cond)
	walk = func(c Cond) {
		if c == True || c == False || b.marks[c].walk == b.walks || n > limit {
			return
		}
		b.marks[c].walk = b.walks
		n++
		walk(b.nodes[c].lo)
		walk(b.nodes[c].hi)
	}
	walk(c)
	return n
}

// private tells whether an atom means nothing to callers.
func (x *executor) private(v int32) bool {
	k := x.atomKey[v]
	if k.kind == atConfig {
		return false
	}
	return k.kind == atFree || !x.public(k.a) || !x.public(k.b)
}

// public tells whether a term is made of what callers know: parameters, memory
// on entry, and the results of entries of the family.
func (x *executor) public(t Term) bool {
	if p, ok := x.isPublic[t]; ok {
		return p
	}
	ok := true
	x.walk(t, func(u Term) bool {
		switch r := x.rec(u); r.kind {
		case kFresh, kVar, kName:
			ok = false
		case kInit:
			ok = ok && r.val == 0
		case kResult:
			ok = ok && x.eng.entry(nil, r.str) != nil
		case kApply:
			ok = ok && r.str != uninitialized
		}
		return ok
	})
	x.isPublic[t] = ok
	return ok
}

// limit is the size from which on conditions are projected.
func (x *executor) limit() int {
	if x.eng.conf.Contract {
		return fewCondSize
	}
	return maxCondSize
}

// project takes the private atoms out of a condition that is too large.
func (x *executor) project(c Cond, limit int) Cond {
	if x.size(c, limit) <= limit {
		return c
	}
	return x.exists(c, x.private)
}

// A leaf is a value that a choice can come to, and when.
type leaf struct {
	val  Term
	when Cond
}

// leaves takes a choice apart, the newest value first.
func (a *Arena) leaves(t Term) []leaf {
	var list []leaf
	a.eachLeaf(t, True, nil, func(l leaf) { list = append(list, l) })
	return list
}

// eachLeaf calls visit for every value that a choice can come to where pc holds,
// with when it does. Atoms for which drop holds are taken out of that, and on the
// way too where it would grow too large.
//
// Terms are made after their parts, so that going through them from the newest
// each is met after all that lead to it.
func (a *Arena) eachLeaf(t Term, pc Cond, drop func(int32) bool, visit func(leaf)) {
	when := map[Term]Cond{t: pc}
	take := func(c, d Cond, limit int) Cond {
		c = a.and(c, d)
		if drop != nil && a.size(c, limit) > limit {
			c = a.exists(c, drop)
		}
		return c
	}
	for _, u := range a.parts(t) {
		c := when[u]
		if r := *a.rec(u); r.kind == kIte {
			when[r.a] = a.or(when[r.a], take(c, r.c, 8*maxStateSize))
			when[r.b] = a.or(when[r.b], take(c, a.not(r.c), 8*maxStateSize))
		} else if c = take(c, True, 0); c != False {
			visit(leaf{u, c})
		}
	}
}

// prune drops from a choice the values that it cannot come to where pc holds.
func (a *Arena) prune(t Term, pc Cond) Term {
	if a.rec(t).kind != kIte {
		return t
	}
	when := map[Term]Cond{t: pc}
	parts := a.parts(t)
	for _, u := range parts {
		if r := *a.rec(u); r.kind == kIte {
			when[r.a] = a.or(when[r.a], a.and(when[u], r.c))
			when[r.b] = a.or(when[r.b], a.and(when[u], a.not(r.c)))
		}
	}
	pruned := make(map[Term]Term, len(parts))
	for _, u := range slices.Backward(parts) {
		pruned[u] = u
		r := *a.rec(u)
		if r.kind != kIte {
			continue
		}
		switch {
		case !a.Possible(a.and(when[u], r.c)):
			pruned[u] = pruned[r.b]
		case !a.Possible(a.and(when[u], a.not(r.c))):
			pruned[u] = pruned[r.a]
		default:
			pruned[u] = a.choose(r.c, pruned[r.a], pruned[r.b], a.where[u])
		}
	}
	return pruned[t]
}

// parts lists the choices and values that a choice is made of, the newest first.
func (a *Arena) parts(t Term) []Term {
	seen := map[Term]bool{}
	var list []Term
	var walk func(Term)
	walk = func(u Term) {
		if seen[u] {
			return
		}
		seen[u] = true
		list = append(list, u)
		if r := *a.rec(u); r.kind == kIte {
			walk(r.a)
			walk(r.b)
		}
	}
	walk(t)
	slices.SortFunc(list, func(x, y Term) int { return int(y - x) })
	return list
}

// values lists the values that a choice can come to, whenever that is.
func (a *Arena) values(t Term) []Term {
	return slices.DeleteFunc(a.parts(t), func(u Term) bool { return a.rec(u).kind == kIte })
}

// Bounds on the values of a projected choice, and on the parts of one that is
// looked at as a whole.
const (
	maxLeaves = 12
	maxParts  = 40
)

// simplify makes choices simple that are made where pc holds: each is then one
// between the same values, with conditions that are small. Which values come
// together, and when, is kept in the condition that is returned, unless there
// are too many combinations.
func (x *executor) simplify(vals []Term, pc Cond) Cond {
	small := true
	for _, t := range vals {
		small = small && x.isSmall(t, pc)
	}
	if small {
		return x.project(pc, x.limit())
	}
	if c, ok := x.together(vals, pc); ok {
		return c
	}
	for i, t := range vals {
		if !x.isSmall(t, pc) {
			vals[i] = x.projectChoice(t, pc, x.private)
		}
	}
	return x.project(pc, x.limit())
}

// isSmall tells whether a choice can be handed on as it is.
func (x *executor) isSmall(t Term, pc Cond) bool {
	if x.rec(t).kind != kIte {
		return true
	}
	limit := x.limit()
	if len(x.parts(t)) > maxParts {
		return false
	}
	n, small := 0, true
	x.eachLeaf(t, pc, nil, func(l leaf) {
		n++
		small = small && x.size(l.when, limit) <= limit
	})
	return small && n <= maxLeaves
}

// Bounds on the combinations of values that are kept apart, and on the nodes
// that finding them may take.
const (
	maxTogether      = 16
	maxTogetherNodes = 20000
)

// A combination is one of the values of each of several choices, and when.
type combination struct {
	vals []Term
	when Cond
}

// together takes the private atoms out of choices and of the condition under
// which they are made, in a way that keeps which values come together and when:
// each combination is chosen by a new atom, and the condition returned says when
// it can be. It leaves all as it is and returns false if there are too many.
func (x *executor) together(vals []Term, pc Cond) (Cond, bool) {
	list, ok := x.combinations(vals, pc, make([]Term, len(vals)))
	if !ok {
		return pc, false
	}
	return x.encode(list, vals), true
}

// combinations lists the values that choices come to together where pc holds.
// Those of the i-th that do not matter become others[i], made when needed.
func (x *executor) combinations(vals []Term, pc Cond, others []Term) ([]combination, bool) {
	list := []combination{{nil, pc}}
	start := len(x.nodes)
	for i, t := range vals {
		var next []combination
		for _, c := range list {
			rest := False
			x.eachLeaf(t, c.when, nil, func(l leaf) {
				if x.matters(l.val) {
					next = append(next, combination{append(slices.Clip(c.vals), l.val), l.when})
				} else {
					rest = x.or(rest, l.when)
				}
			})
			if rest != False {
				if others[i] == None {
					others[i] = x.unknown(tooMany, x.typeOf(t), x.where[t])
				}
				next = append(next, combination{append(slices.Clip(c.vals), others[i]), rest})
			}
			if len(next) > maxTogether || len(x.nodes)-start > maxTogetherNodes {
				return nil, false
			}
		}
		list = next
	}
	for i := range list {
		list[i].when = x.exists(list[i].when, x.private)
	}
	return list, len(list) > 0
}

// encode turns combinations into choices and a condition under which they are
// made.
func (x *executor) encode(list []combination, vals []Term) Cond {
	n := len(list) - 1
	copy(vals, list[n].vals)
	all := list[n].when
	for i := n - 1; i >= 0; i-- {
		c := x.free()
		for j, v := range list[i].vals {
			vals[j] = x.choose(c, v, vals[j], x.where[v])
		}
		all = x.ite(c, list[i].when, all)
	}
	x.keepInMind(all)
	return all
}

// maxCare bounds the size of what is kept in mind.
const maxCare = 2000

// keepInMind remembers what the atoms that choose between combinations mean, for
// questions about all of their values: one that can never be is none.
func (x *executor) keepInMind(c Cond) {
	if !x.eng.conf.Contract {
		return
	}
	c = x.and(x.care, x.or(c, x.not(x.exists(c, x.private))))
	if x.size(c, maxCare) <= maxCare {
		x.care = c
	}
}

// joinTogether joins states by the combinations of values that they hold; false
// if there are too many.
func (x *executor) joinTogether(s, t *state) (state, bool) {
	var out state
	var addrs, vs, vt []Term
	x.eachCell(s, t, Where{}, func(addr, v, w Term) {
		if v == w && x.rec(v).kind != kIte {
			out.mem = append(out.mem, cell{addr, v})
		} else {
			addrs, vs, vt = append(addrs, addr), append(vs, v), append(vt, w)
		}
	})
	others := make([]Term, len(vs))
	list, ok := x.combinations(vs, s.pc, others)
	if !ok {
		return out, false
	}
	more, ok := x.combinations(vt, t.pc, others)
	if !ok {
		return out, false
	}
	for _, c := range more {
		i := slices.IndexFunc(list, func(d combination) bool { return slices.Equal(c.vals, d.vals) })
		if i < 0 {
			list = append(list, c)
		} else {
			list[i].when = x.or(list[i].when, c.when)
		}
	}
	if len(list) > maxTogether {
		return out, false
	}
	out.pc = x.encode(list, vs)
	for i, a := range addrs {
		out.set(a, vs[i])
	}
	return out, true
}

// matters tells whether a value has to be told from others where values are put
// together. For a contract those do that are numbers, or made of arguments.
func (x *executor) matters(t Term) bool {
	if !x.eng.conf.Contract {
		return true
	}
	_, ok := x.number(t)
	return ok || x.public(t)
}

// projectChoice makes of a choice one between the same values, each possible
// where it was possible before, whatever the atoms for which drop holds.
func (x *executor) projectChoice(t Term, pc Cond, drop func(int32) bool) Term {
	var list []leaf
	x.eachLeaf(t, pc, drop, func(l leaf) { list = append(list, l) })
	if len(list) == 0 {
		return t
	}
	list = x.fewLeaves(list, t)
	n := len(list) - 1
	out, others := list[n].val, list[n].when
	for i := n - 1; i >= 0; i-- {
		// This value, where it is possible, or must be since no later one is.
		c := x.and(list[i].when, x.or(x.free(), x.not(others)))
		out = x.choose(c, list[i].val, out, x.where[t])
		others = x.or(others, list[i].when)
	}
	return out
}

// fewLeaves joins values of a choice that has too many: all that are not
// numbers, to one that is not known.
func (a *Arena) fewLeaves(list []leaf, t Term) []leaf {
	if len(list) <= maxLeaves {
		return list
	}
	var out []leaf
	other := leaf{a.unknown(tooMany, a.typeOf(t), a.where[t]), False}
	for _, l := range list {
		if _, ok := a.number(l.val); ok && len(out) < 2*maxLeaves {
			out = append(out, l)
		} else {
			other.when = a.or(other.when, l.when)
		}
	}
	return append(out, other)
}
