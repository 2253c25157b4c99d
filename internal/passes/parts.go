// SPDX-License-Identifier: MIT

package passes

import (
	"slices"

	"github.com/gupvet/gupvet/internal/flow"
)

// A Part holds calls of a set that have to do with each other, and with none of
// the others: no rule sees more than a part at once. So parts can be judged at
// the same time, and a part in which an edit has changed nothing need not be
// judged again.
//
// Calls have to do with each other if they stand in one file, if one function
// sees both, if their flags are read from the same member of a structure, or if
// their pages are taken into the same one.
type Part struct {
	CallSet
	stored []member // those that flags are read from, in order
	filled []member // those that pages are taken into, in order
}

// Parts divides the calls of a set, in the order of their first calls.
func (c *CallSet) Parts() []*Part {
	u := union{of: map[any]int{}}
	reads, takes := make([][]member, len(c.Sites)), make([][]member, len(c.Sites))
	for i, s := range c.Sites {
		u.add(i, s.At.Unit)
		for _, v := range slices.Concat(s.Views, s.Around) {
			if v.Depth() == 0 {
				u.add(i, v.Root.Unit)
			}
			for e := v.Event; e != nil; e = e.Inner {
				u.add(i, e.Owner)
			}
			u.add(i, v.Sum)
			for m := range v.memberSources(c.eng) {
				u.add(i, m)
				reads[i] = append(reads[i], m)
			}
			for _, m := range slices.Concat(v.takesInto(flow.EvKeep), v.takesInto(flow.EvKeepOne)) {
				u.add(i, taken(m))
				takes[i] = append(takes[i], m)
			}
		}
	}
	var out []*Part
	byRoot := map[int]*Part{}
	for i, s := range c.Sites {
		p := byRoot[u.find(i)]
		if p == nil {
			p = &Part{CallSet: CallSet{Snapshot: c.Snapshot, Gaps: c.Gaps, Functions: c.Functions, eng: flow.NewEngine(c.Snapshot.Prog, flow.Config{}), stores: c.stores}}
			byRoot[u.find(i)] = p
			out = append(out, p)
		}
		p.Sites = append(p.Sites, s)
		p.stored = append(p.stored, reads[i]...)
		p.filled = append(p.filled, takes[i]...)
	}
	for _, p := range out {
		for _, list := range []*[]member{&p.stored, &p.filled} {
			slices.SortFunc(*list, compareMembers)
			*list = slices.Compact(*list)
		}
	}
	return out
}

// taken tells a member that pages are taken into from one that flags are read
// from.
type taken member

// A union joins numbers that share a key.
type union struct {
	up []int
	of map[any]int // the first number with a key
}

func (u *union) add(i int, key any) {
	for len(u.up) <= i {
		u.up = append(u.up, len(u.up))
	}
	j, ok := u.of[key]
	if !ok {
		u.of[key] = i
		return
	}
	u.up[u.find(i)] = u.find(j)
}

func (u *union) find(i int) int {
	for u.up[i] != i {
		u.up[i] = u.up[u.up[i]]
		i = u.up[i]
	}
	return i
}

// name is that of the first call's place.
func (p *Part) name() string { return whereKey(p.Sites[0].At) }

// identity lists all that can be asked about the part: two parts that agree in it
// are judged alike. What is the same in two snapshots has the same address.
func (p *Part) identity() []any {
	out := []any{p.Snapshot.Contract, len(p.Sites)}
	for _, s := range p.Sites {
		out = append(out, s.At, s.Func, s.Name, s.Cond, len(s.Views))
		for _, v := range slices.Concat(s.Views, s.Around) {
			out = append(out, v.Root, v.Sum, v.Event, v.above, v.resultOnly, v.begin)
		}
	}
	for _, m := range p.stored {
		out = append(out, m)
		for _, st := range p.stores[m] {
			out = append(out, st)
		}
	}
	return out
}
