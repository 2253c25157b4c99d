// SPDX-License-Identifier: MIT

package passes

import (
	"maps"
	"slices"
)

// A Restriction makes a search for calls one in a part of the tree: in some of the
// groups that an earlier search in much the same tree fell into.
type Restriction struct {
	Start   map[string]bool // the files in which calls are looked for
	Climbed map[string]bool // as in [CallSet], for other calls
}

// starts tells whether calls are looked for in a file.
func (r *Restriction) starts(path string) bool { return r == nil || r.Start[path] }

// follows tells whether functions of a file are followed for calls elsewhere.
func (r *Restriction) follows(path string) bool { return r != nil && r.Climbed[path] }

// A Group is files that were followed, with the parts of the calls that they have to do
// with. What is found out about one group does not depend on the others: no function
// that matters to one is called in another, as far as anybody asked.
type Group struct {
	Paths   []string
	Climbed []string // of those, as in [CallSet]
	Parts   []*Part
	// Members are those of structures that flags are read from, or pages taken
	// into: who does so with the same one has to do with the group.
	Members []string
}

// Groups divides what was followed, in the order of their first files. It is to be asked
// for when all questions have been asked.
func (c *CallSet) Groups(parts []*Part) []*Group {
	paths := slices.Sorted(maps.Keys(c.Followed))
	number := map[string]int{}
	u := union{of: map[any]int{}}
	for i, p := range paths {
		number[p] = i
		u.add(i, p)
	}
	users := map[string][]int{} // who has to do with what a file calls, by file
	for i, p := range paths {
		for _, q := range c.Snapshot.Prog.Below([]string{p}) {
			users[q] = append(users[q], i)
			if c.Followed[q] {
				u.add(i, q)
			}
		}
	}
	for _, p := range paths {
		for _, q := range c.Snapshot.Prog.MayCall(p) {
			for _, i := range users[q] {
				u.add(i, p)
			}
		}
	}
	for _, p := range parts {
		for _, path := range p.paths() {
			u.add(number[path], p)
		}
	}
	var out []*Group
	byRoot := map[int]*Group{}
	for i, p := range paths {
		g := byRoot[u.find(i)]
		if g == nil {
			g = &Group{}
			byRoot[u.find(i)] = g
			out = append(out, g)
		}
		g.Paths = append(g.Paths, p)
		if c.Climbed[p] {
			g.Climbed = append(g.Climbed, p)
		}
	}
	for _, p := range parts {
		g := byRoot[u.find(number[p.Sites[0].At.Unit.Path])]
		g.Parts = append(g.Parts, p)
		g.Members = append(g.Members, p.members()...)
	}
	return out
}

// paths lists the files with the calls and with the functions that see them.
func (p *Part) paths() []string {
	var out []string
	for _, s := range p.Sites {
		out = append(out, s.At.Unit.Path)
		for _, v := range slices.Concat(s.Views, s.Around) {
			out = append(out, v.Root.File.Path)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// members lists the members of structures that make calls belong to a part.
func (p *Part) members() []string {
	var out []string
	for _, m := range p.stored {
		out = append(out, "flags from "+m.base+" "+m.field+" "+m.home)
	}
	for _, m := range p.filled {
		out = append(out, "pages into "+m.base+" "+m.field+" "+m.home)
	}
	return out
}
