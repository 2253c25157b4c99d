// SPDX-License-Identifier: MIT

package flow

// A Cond is a condition: a boolean function of the atoms of an [Arena], kept as
// a reduced ordered binary decision diagram. Two conditions are the same
// function exactly if they are the same number, so that an if and its join
// cancel out: (p and c) or (p and not c) is p again.
//
// Laws (property-tested): And, Or and Not are those of a boolean algebra;
// Ite(c, a, b) is (c and a) or (not c and b); Restrict(f, c) agrees with f
// wherever c holds.
type Cond int32

// The constant conditions.
const (
	False Cond = 0
	True  Cond = 1
)

// maxNodes bounds the diagrams of one function. It is reached by functions with
// hundreds of early exits that depend on each other; they are followed no further
// then, see bdd.full.
const maxNodes = 1 << 18

// A bddNode decides on an atom: lo is the function where it does not hold.
type bddNode struct {
	v      int32
	lo, hi Cond
}

// A bdd is a set of diagrams that share nodes. Atoms are ordered by number.
type bdd struct {
	nodes []bddNode
	table []int32 // open-addressed hash of nodes, by index
	cache []iteEntry
	atoms int32
	room  int      // how many nodes there may be
	full  bool     // they were not enough: results are True where they should be more
	marks []mark   // by node, for walks through a diagram
	walks uint32   // how many there were
	met   []uint32 // by atom, the last walk of support that came to it
}

// A mark is what a walk knows of a node: nothing, unless it is of this walk.
type mark struct {
	walk uint32
	val  Cond
}

// startWalk begins a walk, in which no node is marked yet. One within another may
// make the other come to a node again.
func (b *bdd) startWalk() {
	b.walks++
	for len(b.marks) < len(b.nodes) {
		b.marks = append(b.marks, make([]mark, len(b.nodes)-len(b.marks))...)
	}
}

type iteEntry struct {
	f, g, h, r Cond
}

// maxCache bounds the results that ite remembers: more would not stay in the
// processor's own cache.
const maxCache = 1 << 13

const terminal = int32(1<<31 - 1)

func newBDD() *bdd {
	b := &bdd{room: maxNodes, table: make([]int32, 256), cache: make([]iteEntry, 128), nodes: make([]bddNode, 0, 64)}
	b.nodes = append(b.nodes, bddNode{v: terminal}, bddNode{v: terminal})
	return b
}

func hash3(a, b, c uint32) uint32 {
	h := a*0x9e3779b1 ^ b*0x85ebca77 ^ c*0xc2b2ae3d
	return h ^ h>>15
}

// node finds or makes the node that decides on v.
func (b *bdd) node(v int32, lo, hi Cond) Cond {
	if lo == hi {
		return lo
	}
	mask := uint32(len(b.table) - 1)
	i := hash3(uint32(v), uint32(lo), uint32(hi)) & mask
	for ; b.table[i] != 0; i = (i + 1) & mask {
		if n := b.nodes[b.table[i]]; n.v == v && n.lo == lo && n.hi == hi {
			return Cond(b.table[i])
		}
	}
	if len(b.nodes) >= b.room {
		b.full = true
		return True
	}
	b.nodes = append(b.nodes, bddNode{v, lo, hi})
	b.table[i] = int32(len(b.nodes) - 1)
	if len(b.nodes)*2 > len(b.table) {
		b.grow()
	}
	return Cond(len(b.nodes) - 1)
}

func (b *bdd) grow() {
	b.table = make([]int32, len(b.table)*4)
	mask := uint32(len(b.table) - 1)
	for id := 2; id < len(b.nodes); id++ {
		n := b.nodes[id]
		i := hash3(uint32(n.v), uint32(n.lo), uint32(n.hi)) & mask
		for b.table[i] != 0 {
			i = (i + 1) & mask
		}
		b.table[i] = int32(id)
	}
	if n := min(len(b.table)/4, maxCache); n > len(b.cache) {
		b.cache = make([]iteEntry, n)
	}
}

// atom makes a new atom and returns the condition that it holds.
func (b *bdd) atom() Cond {
	b.atoms++
	return b.node(b.atoms-1, False, True)
}

func (b *bdd) top(f, g, h Cond) int32 {
	return min(b.nodes[f].v, b.nodes[g].v, b.nodes[h].v)
}

func (b *bdd) cofactors(f Cond, v int32) (lo, hi Cond) {
	if n := b.nodes[f]; n.v == v {
		return n.lo, n.hi
	}
	return f, f
}

func (b *bdd) ite(f, g, h Cond) Cond {
	switch {
	case f == True || g == h:
		return g
	case f == False:
		return h
	case g == True && h == False:
		return f
	case f == g:
		g = True
	case f == h:
		h = False
	}
	slot := &b.cache[hash3(uint32(f), uint32(g), uint32(h))&uint32(len(b.cache)-1)]
	if slot.f == f && slot.g == g && slot.h == h {
		return slot.r
	}
	v := b.top(f, g, h)
	f0, f1 := b.cofactors(f, v)
	g0, g1 := b.cofactors(g, v)
	h0, h1 := b.cofactors(h, v)
	r := b.node(v, b.ite(f0, g0, h0), b.ite(f1, g1, h1))
	b.cache[hash3(uint32(f), uint32(g), uint32(h))&uint32(len(b.cache)-1)] = iteEntry{f, g, h, r}
	return r
}

func (b *bdd) and(f, g Cond) Cond { return b.ite(f, g, False) }
func (b *bdd) or(f, g Cond) Cond  { return b.ite(f, True, g) }
func (b *bdd) not(f Cond) Cond    { return b.ite(f, False, True) }

// restrict simplifies f where only the points of c matter: the result agrees
// with f there and is free elsewhere (Coudert and Madre 1990).
func (b *bdd) restrict(f, c Cond) Cond {
	if c == False {
		return f
	}
	return b.restrictMemo(f, c, map[[2]Cond]Cond{})
}

func (b *bdd) restrictMemo(f, c Cond, memo map[[2]Cond]Cond) Cond {
	if c == True || f == True || f == False {
		return f
	}
	if f == c {
		return True
	}
	key := [2]Cond{f, c}
	if r, ok := memo[key]; ok {
		return r
	}
	nf, nc := b.nodes[f], b.nodes[c]
	var r Cond
	switch {
	case nc.v < nf.v:
		r = b.restrictMemo(f, b.or(nc.lo, nc.hi), memo)
	default:
		c0, c1 := b.cofactors(c, nf.v)
		switch {
		case c0 == False:
			r = b.restrictMemo(nf.hi, c1, memo)
		case c1 == False:
			r = b.restrictMemo(nf.lo, c0, memo)
		default:
			r = b.node(nf.v, b.restrictMemo(nf.lo, c0, memo), b.restrictMemo(nf.hi, c1, memo))
		}
	}
	memo[key] = r
	return r
}

// exists takes the atoms for which drop holds out of f: the result holds where
// f can be made to hold by choosing them.
func (b *bdd) exists(f Cond, drop func(atom int32) bool) Cond {
	b.startWalk()
	walkNo := b.walks
	n0 := Cond(len(b.marks))
	var walk func(Cond) Cond
	walk = func(f Cond) Cond {
		if f == True || f == False || f >= n0 {
			return f
		}
		if m := b.marks[f]; m.walk == walkNo {
			return m.val
		}
		n := b.nodes[f]
		lo, hi := walk(n.lo), walk(n.hi)
		var r Cond
		if drop(n.v) {
			r = b.or(lo, hi)
		} else {
			r = b.node(n.v, lo, hi)
		}
		b.marks[f] = mark{walkNo, r}
		return r
	}
	return walk(f)
}

// support calls visit for every atom that f depends on, once each.
func (b *bdd) support(f Cond, visit func(atom int32)) {
	b.startWalk()
	walkNo := b.walks
	if n := int(b.atoms) + 1 - len(b.met); n > 0 {
		b.met = append(b.met, make([]uint32, n)...)
	}
	var walk func(Cond)
	walk = func(f Cond) {
		if f == True || f == False || b.marks[f].walk == walkNo {
			return
		}
		b.marks[f].walk = walkNo
		n := b.nodes[f]
		if b.met[n.v] != walkNo {
			b.met[n.v] = walkNo
			visit(n.v)
		}
		walk(n.lo)
		walk(n.hi)
	}
	walk(f)
}
