// SPDX-License-Identifier: MIT

package flow

// A component is an element of a weak topological order (Bourdoncle 1993): a
// block, or a loop with its head and the components of its body. Every edge
// that goes back leads to the head of a loop around it, so that visiting the
// components in order, and the bodies of loops until nothing changes, visits
// everything. Loops made of gotos are loops like the others.
type component struct {
	block int
	loop  bool
	body  []component
}

// order gives the weak topological order of the blocks that can be reached.
func (g *graph) order() []component {
	o := &orderer{g: g, num: make([]int, len(g.blocks))}
	var list []component
	o.visit(g.entry, &list)
	return list
}

// An orderer is Bourdoncle's algorithm. Components are found last first and
// appended; lists are reversed when they are complete.
type orderer struct {
	g     *graph
	num   []int // when a block was first visited; done when it is finished
	next  int
	stack []int
}

const done = int(^uint(0) >> 1)

func (o *orderer) visit(v int, list *[]component) int {
	o.stack = append(o.stack, v)
	o.next++
	head := o.next
	o.num[v] = head
	loop := false
	for _, w := range o.g.blocks[v].end.to {
		m := o.num[w]
		if m == 0 {
			m = o.visit(w, list)
		}
		if m <= head {
			head, loop = m, true
		}
	}
	if head != o.num[v] {
		return head
	}
	o.num[v] = done
	w := o.pop()
	if !loop {
		*list = append([]component{{block: v}}, *list...)
		return head
	}
	for w != v {
		o.num[w] = 0
		w = o.pop()
	}
	var body []component
	for _, w := range o.g.blocks[v].end.to {
		if o.num[w] == 0 {
			o.visit(w, &body)
		}
	}
	*list = append([]component{{block: v, loop: true, body: body}}, *list...)
	return head
}

func (o *orderer) pop() int {
	n := len(o.stack) - 1
	v := o.stack[n]
	o.stack = o.stack[:n]
	return v
}
