// SPDX-License-Identifier: MIT

package gup

import (
	"fmt"
	"strings"
)

// A Guard is a condition on the arguments of an entry: a binary decision
// diagram. Node 0 is false, node 1 is true; Root is where it begins. The zero
// Guard never holds.
type Guard struct {
	Text  string      `json:"text,omitempty"` // for people, see Spell
	Root  int         `json:"root"`
	Nodes []GuardNode `json:"nodes,omitempty"` // node 2 and on
}

// A GuardNode asks a question and goes on at Yes or No.
type GuardNode struct {
	Atom Atom `json:"atom"`
	No   int  `json:"no"`
	Yes  int  `json:"yes"`
}

// Always is the guard that always holds.
var Always = Guard{Root: 1}

// AtomKind is the kind of a question about arguments.
type AtomKind string

// The questions.
const (
	HasBit    AtomKind = "bit"         // argument Param has bit N
	NonNull   AtomKind = "nonnull"     // the pointer Param is not NULL
	AtMost    AtomKind = "at-most"     // what Param points to is at most N
	ArgAtMost AtomKind = "arg-at-most" // the number Param is at most N
	Other     AtomKind = "other"       // something that the arguments do not tell: Text
)

// An Atom is a question about the arguments of a call.
type Atom struct {
	Kind  AtomKind `json:"kind"`
	Param int      `json:"param"`
	N     int64    `json:"n"`
	Text  string   `json:"text,omitempty"`
}

// Never tells whether the guard cannot hold.
func (g Guard) Never() bool { return g.Root == 0 }

// IsAlways tells whether the guard always holds.
func (g Guard) IsAlways() bool { return g.Root == 1 }

// Node gives node i, which is 2 or more.
func (g Guard) Node(i int) GuardNode { return g.Nodes[i-2] }

// Holds works the guard out with a full answer to every question.
func (g Guard) Holds(answer func(Atom) bool) bool {
	i := g.Root
	for i > 1 {
		n := g.Node(i)
		if answer(n.Atom) {
			i = n.Yes
		} else {
			i = n.No
		}
	}
	return i == 1
}

// Assume gives what is left of the guard where some questions have an answer;
// ok is false for those that have none.
func (g Guard) Assume(answer func(Atom) (yes, ok bool)) Guard {
	out := Guard{}
	memo := map[int]int{0: 0, 1: 1}
	var walk func(int) int
	walk = func(i int) int {
		if j, ok := memo[i]; ok {
			return j
		}
		n := g.Node(i)
		j := 0
		if yes, ok := answer(n.Atom); ok {
			if j = walk(n.No); yes {
				j = walk(n.Yes)
			}
		} else if no, yes := walk(n.No), walk(n.Yes); no == yes {
			j = no
		} else {
			out.Nodes = append(out.Nodes, GuardNode{Atom: n.Atom, No: no, Yes: yes})
			j = len(out.Nodes) + 1
		}
		memo[i] = j
		return j
	}
	out.Root = walk(g.Root)
	return out
}

// And gives the guard that holds where both do.
func (g Guard) And(h Guard) Guard {
	out := Guard{Nodes: append([]GuardNode(nil), h.Nodes...)}
	memo := map[int]int{0: 0, 1: h.Root}
	var walk func(int) int
	walk = func(i int) int {
		if j, ok := memo[i]; ok {
			return j
		}
		n := g.Node(i)
		no, yes := walk(n.No), walk(n.Yes)
		j := no
		if no != yes {
			out.Nodes = append(out.Nodes, GuardNode{Atom: n.Atom, No: no, Yes: yes})
			j = len(out.Nodes) + 1
		}
		memo[i] = j
		return j
	}
	out.Root = walk(g.Root)
	return out
}

// Atoms lists the questions that the guard asks, each once.
func (g Guard) Atoms() []Atom {
	seen := map[Atom]bool{}
	var list []Atom
	for _, n := range g.Nodes {
		if !seen[n.Atom] {
			seen[n.Atom] = true
			list = append(list, n.Atom)
		}
	}
	return list
}

// Asks tells whether the guard depends on a question.
func (g Guard) Asks(match func(Atom) bool) bool {
	for _, n := range g.Nodes {
		if match(n.Atom) {
			return true
		}
	}
	return false
}

// Validate tells what is wrong with a guard that was read from outside.
func (g Guard) Validate() error {
	top := len(g.Nodes) + 2
	if g.Root < 0 || g.Root >= top {
		return fmt.Errorf("guard: root %d of %d nodes", g.Root, top)
	}
	for i, n := range g.Nodes {
		if n.No < 0 || n.Yes < 0 || n.No >= i+2 || n.Yes >= i+2 {
			return fmt.Errorf("guard: node %d leads forward", i+2)
		}
	}
	return nil
}

// maxWays bounds the alternatives that Spell writes out.
const maxWays = 5

// Spell writes the guard for people, as C would: the alternatives in which it
// holds. params are the names of the entry's parameters.
func (g Guard) Spell(params []string, c *Contract) string {
	switch g.Root {
	case 0:
		return "never"
	case 1:
		return "always"
	}
	var ways []string
	g.ways(g.Root, nil, params, c, &ways)
	return strings.Join(ways, " or ")
}

func (g Guard) ways(i int, path, params []string, c *Contract, out *[]string) {
	switch {
	case i == 0 || len(*out) > maxWays:
		return
	case i == 1 && len(*out) == maxWays:
		*out = append(*out, "...")
		return
	case i == 1:
		*out = append(*out, strings.Join(path, " && "))
		return
	}
	n := g.Node(i)
	g.ways(n.Yes, append(path[:len(path):len(path)], n.Atom.text(true, params, c)), params, c, out)
	g.ways(n.No, append(path[:len(path):len(path)], n.Atom.text(false, params, c)), params, c, out)
}

// text spells an answer to a question.
func (a Atom) text(yes bool, params []string, c *Contract) string {
	p := "?"
	if a.Param >= 0 && a.Param < len(params) {
		p = params[a.Param]
	}
	switch a.Kind {
	case HasBit:
		name := c.bitName(p, uint(a.N))
		if yes {
			return name
		}
		return "!" + name
	case NonNull:
		if yes {
			return p + " != NULL"
		}
		return p + " == NULL"
	case AtMost:
		p = "*" + p
		fallthrough
	case ArgAtMost:
		if yes {
			return fmt.Sprintf("%s <= %d", p, a.N)
		}
		return fmt.Sprintf("%s > %d", p, a.N)
	}
	if yes {
		return a.Text
	}
	return "!(" + a.Text + ")"
}

// bitName spells that a parameter has a bit: by the name of the flag, if the
// parameter is called flags.
func (c *Contract) bitName(param string, k uint) string {
	bit := fmt.Sprintf("%#x", uint64(1)<<k)
	if !strings.Contains(param, "flags") {
		return "(" + param + " & " + bit + ")"
	}
	if c == nil {
		return bit
	}
	list := c.Flags
	if strings.Contains(param, "fault") {
		list = c.FaultFlags
	}
	for _, f := range list {
		if f.Value == 1<<k {
			return f.Name
		}
	}
	return bit
}
