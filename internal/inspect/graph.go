// SPDX-License-Identifier: MIT

package inspect

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/passes"
)

// A Graph tells who reaches the entries of the family. Edges lead from the
// caller to the called.
type Graph struct {
	Nodes []*Node `json:"nodes"`
	Edges []Edge  `json:"edges"`
	// Limited tells that there are callers beyond those shown.
	Limited bool `json:"limited"`
}

// A Node is a function or an entry.
type Node struct {
	ID    string `json:"id"` // the name, with the file where several functions share it
	Name  string `json:"name"`
	File  string `json:"file"`
	Line  int    `json:"line"`
	Entry bool   `json:"entry"`
	Cond  string `json:"condition,omitempty"`

	fn *callgraph.Func
}

// An Edge is a call. Kind is "call", or "ops" for one through a member of an ops
// table, "ops?" where only the member's name tells.
type Edge struct {
	From string `json:"from"`
	To   string `json:"to"`
	Kind string `json:"kind"`
	Via  string `json:"via,omitempty"` // the member
}

// GraphOptions tell what to show.
type GraphOptions struct {
	Entry string // callers of this entry alone; "" for all
	Func  string // only what leads from this function down to entries
	Depth int    // how many calls above the entries
	Scope func(path string) bool
}

// maxNodes bounds the functions of a graph.
const maxNodes = 4000

// NewGraph follows the callers of entries upwards.
func NewGraph(set *passes.CallSet, o GraphOptions) (*Graph, error) {
	b := &grapher{set: set, o: o, g: &Graph{Nodes: []*Node{}, Edges: []Edge{}}, byItem: map[string]*Node{}, edges: map[Edge]bool{}}
	level := b.direct()
	if o.Entry != "" && set.Snapshot.Contract.Entry(o.Entry) == nil {
		return nil, fmt.Errorf("the tree has no entry %q; \"gupvet contract\" lists them", o.Entry)
	}
	for depth := 1; depth < o.Depth && len(level) > 0; depth++ {
		level = b.callers(level)
	}
	for _, f := range level {
		if b.g.Limited || o.Func != "" {
			break
		}
		list, limited := set.Snapshot.Prog.Callers(f)
		b.g.Limited = len(list) > 0 || limited
	}
	if o.Func != "" {
		if err := b.below(o.Func); err != nil {
			return nil, err
		}
	}
	b.sort()
	return b.g, nil
}

// A grapher makes a graph.
type grapher struct {
	set    *passes.CallSet
	o      GraphOptions
	g      *Graph
	byItem map[string]*Node
	edges  map[Edge]bool
}

// direct adds the entries and the functions that call them.
func (b *grapher) direct() []*callgraph.Func {
	var level []*callgraph.Func
	for _, s := range b.set.Sites {
		if b.o.Entry != "" && s.Entry.Name != b.o.Entry || s.Func == nil || b.o.Func == "" && !b.o.Scope(s.At.Unit.Path) {
			continue
		}
		e := b.entry(s.Entry)
		n, isNew := b.node(s.Func)
		b.edge(Edge{From: n.ID, To: e.ID, Kind: "call"})
		if isNew {
			level = append(level, s.Func)
		}
	}
	return level
}

// callers adds those who call functions, and lists the ones that are new.
func (b *grapher) callers(level []*callgraph.Func) []*callgraph.Func {
	var next []*callgraph.Func
	for _, f := range level {
		to := b.byItem[f.ID()]
		list, limited := b.set.Snapshot.Prog.Callers(f)
		b.g.Limited = b.g.Limited || limited
		for _, c := range list {
			if len(b.g.Nodes) >= maxNodes {
				b.g.Limited = true
				return next
			}
			n, isNew := b.node(c.Func)
			e := Edge{From: n.ID, To: to.ID, Kind: "call", Via: c.Ops}
			if c.Ops != "" {
				e.Kind = "ops"
			}
			if c.Guess {
				e.Kind = "ops?"
			}
			b.edge(e)
			if isNew {
				next = append(next, c.Func)
			}
		}
	}
	return next
}

// entry gives the node of an entry.
func (b *grapher) entry(e *gup.Entry) *Node {
	n := b.byItem["entry "+e.Name]
	if n == nil {
		n = &Node{ID: e.Name, Name: e.Name, File: e.At.File, Line: e.At.Line, Entry: true}
		b.byItem["entry "+e.Name] = n
		b.g.Nodes = append(b.g.Nodes, n)
	}
	return n
}

// node gives the node of a function; an entry that calls another has that of the
// entry.
func (b *grapher) node(f *callgraph.Func) (n *Node, isNew bool) {
	if n := b.byItem[f.ID()]; n != nil {
		return n, false
	}
	line, _ := f.Unit.Position(f.Item.NamePos)
	if e := b.set.Snapshot.Contract.Entry(f.Name); e != nil && e.At == (gup.Place{File: f.File.Path, Line: line}) && b.o.Entry == "" {
		n := b.entry(e)
		b.byItem[f.ID()] = n
		return n, true
	}
	n = &Node{ID: f.DisplayName(), Name: f.DisplayName(), File: f.File.Path, Line: line, Cond: f.Item.Cond, fn: f}
	if slices.ContainsFunc(b.g.Nodes, func(o *Node) bool { return o.ID == n.ID }) {
		n.ID = fmt.Sprintf("%s (%s:%d)", n.Name, n.File, n.Line)
	}
	b.byItem[f.ID()] = n
	b.g.Nodes = append(b.g.Nodes, n)
	return n, true
}

func (b *grapher) edge(e Edge) {
	if !b.edges[e] {
		b.edges[e] = true
		b.g.Edges = append(b.g.Edges, e)
	}
}

// below leaves only what lies on a way from a function down to an entry.
func (b *grapher) below(name string) error {
	reached := map[string]bool{}
	var queue []string
	for _, n := range b.g.Nodes {
		if n.Name == name {
			reached[n.ID] = true
			queue = append(queue, n.ID)
		}
	}
	if len(queue) == 0 {
		return fmt.Errorf("%s reaches no entry within %d calls", name, b.o.Depth)
	}
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		for _, e := range b.g.Edges {
			if e.From == id && !reached[e.To] {
				reached[e.To] = true
				queue = append(queue, e.To)
			}
		}
	}
	b.g.Nodes = slices.DeleteFunc(b.g.Nodes, func(n *Node) bool { return !reached[n.ID] })
	b.g.Edges = slices.DeleteFunc(b.g.Edges, func(e Edge) bool { return !reached[e.From] || !reached[e.To] })
	return nil
}

func (b *grapher) sort() {
	slices.SortFunc(b.g.Nodes, func(x, y *Node) int { return strings.Compare(x.ID, y.ID) })
	slices.SortFunc(b.g.Edges, func(x, y Edge) int {
		return cmp.Or(strings.Compare(x.To, y.To), strings.Compare(x.From, y.From), strings.Compare(x.Kind, y.Kind), strings.Compare(x.Via, y.Via))
	})
}

// WriteDOT writes the graph for Graphviz.
func (g *Graph) WriteDOT(w io.Writer) error {
	var s strings.Builder
	s.WriteString("digraph gup {\n\trankdir=LR;\n\tnode [shape=box, fontname=monospace];\n")
	for _, n := range g.Nodes {
		style := ""
		if n.Entry {
			style = ", style=bold"
		}
		fmt.Fprintf(&s, "\t%q [label=%q%s];\n", n.ID, fmt.Sprintf("%s\n%s:%d", n.Name, n.File, n.Line), style)
	}
	for _, e := range g.Edges {
		attr := ""
		if e.Kind != "call" {
			attr = fmt.Sprintf(" [style=dashed, label=%q]", "->"+e.Via)
		}
		fmt.Fprintf(&s, "\t%q -> %q%s;\n", e.From, e.To, attr)
	}
	s.WriteString("}\n")
	_, err := io.WriteString(w, s.String())
	return err
}

// WriteText writes the graph as trees: the callers below each entry; or what a
// function calls below it, where down names one.
func (g *Graph) WriteText(w io.Writer, down string, relative func(string) string) error {
	t := &treeWriter{w: w, g: g, relative: relative, down: down != "", nodes: map[string]*Node{}, seen: map[string]bool{}}
	for _, n := range g.Nodes {
		t.nodes[n.ID] = n
	}
	for _, n := range g.Nodes {
		if t.down && n.Name == down || !t.down && n.Entry {
			t.node(n, "", "")
		}
	}
	if g.Limited && t.err == nil {
		_, t.err = fmt.Fprintln(w, "There are callers beyond these; --depth shows more.")
	}
	return t.err
}

// A treeWriter writes a graph as trees. A function that was shown before is not
// unfolded again.
type treeWriter struct {
	w        io.Writer
	g        *Graph
	relative func(string) string
	down     bool
	nodes    map[string]*Node
	seen     map[string]bool
	err      error
}

func (t *treeWriter) node(n *Node, indent, how string) {
	if t.err != nil {
		return
	}
	again := ""
	if t.seen[n.ID] {
		again = " (above)"
	}
	cond := ""
	if n.Cond != "" {
		cond = " [" + n.Cond + "]"
	}
	place := ""
	if n.File != "" {
		place = fmt.Sprintf("  %s:%d", t.relative(n.File), n.Line)
	}
	_, t.err = fmt.Fprintf(t.w, "%s%s%s%s%s%s\n", indent, how, n.Name, place, cond, again)
	if again != "" {
		return
	}
	t.seen[n.ID] = true
	for _, e := range t.g.Edges {
		next, from := e.From, e.To
		if t.down {
			next, from = from, next
		}
		if from != n.ID {
			continue
		}
		how := ""
		if e.Kind != "call" {
			how = "(->" + e.Via + strings.TrimPrefix(e.Kind, "ops") + ") "
		}
		t.node(t.nodes[next], indent+"  ", how)
	}
}
