// SPDX-License-Identifier: MIT

package driver

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/contract"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/internal/source"
)

// Known is what was found in a tree, with all of the tree that had a part in it: the
// same is found in every tree that has the same.
//
// What rules find is made from the texts of files that were read, from whether files
// are there that others include, and from what the index answered. It falls into
// groups that do not depend on each other, see [passes.Group]: where a tree differs in
// what had a part in some of them, those alone are found out again.
type Known struct {
	Rules  []string // that ran
	Groups []Group
	// Marked lists the files with calls in which comments stand that hide findings.
	Marked []string
	Parsed []string // the files that were cut into items
	// Includes lists the names, without directories, of the files that those
	// include.
	Includes []string

	All Behind // what had a part in everything: the contract, and what belongs to no group
	// Selecting are the questions that tell in which files calls are looked for.
	Selecting []uint32
}

// Behind is what had a part in something: files, and questions to the index, as
// [source.Question] gives them. Both are sorted.
type Behind struct {
	Files []string
	Asked []uint32
}

// A Group is what was found in one group of files.
type Group struct {
	Paths   []string // that were followed
	Climbed []string // of those, as in [passes.CallSet]
	Members []string // as in [passes.Group]
	Behind  Behind
	Below   []string // the files in which it calls something
	Parts   []Part
	Gaps    []lint.Gap
	Marked  []string // see Known, for what was found and followed
	Callers int      // functions with a call of an entry
	Sites   int
}

// A Part is what rules found in one part of the calls, which begins at a place.
type Part struct {
	File     string
	Offset   int
	Findings []*lint.Finding
}

// remember makes the knowledge of what a program found; nil if more had a part in it
// than can be told. The files that the scan meets are known of some, in order.
func remember(snap *passes.Snapshot, f *found, met []string) *Known {
	prog := snap.Prog
	if prog.Index() == nil || f.set == nil || len(f.Warnings) > 0 || len(f.loose) > 0 || calledByAll(prog, f.set) {
		return nil
	}
	k := &Known{Rules: f.Rules, Parsed: f.Parsed, Includes: includes(prog), Selecting: snap.Selecting()}
	for _, g := range f.set.Groups(f.parts) {
		k.Groups = append(k.Groups, group(prog, f, g))
	}
	n := 0
	for _, g := range k.Groups {
		n += len(g.Gaps)
	}
	if n != len(f.Gaps) || slices.ContainsFunc(k.Includes, func(name string) bool { return !source.IsC(name) }) {
		return nil
	}
	k.Marked = marked(prog, snap.Selected())
	k.rest(snap)
	for _, p := range prog.Paths() { // one that the scan does not meet may change unseen
		if _, ok := slices.BinarySearch(met, p); !ok && !prog.Index().Has(p) {
			return nil
		}
	}
	return k
}

// calledByAll tells whether a header that every file is taken to include may call what
// was followed elsewhere: then that has to do with everything.
func calledByAll(prog *callgraph.Program, set *passes.CallSet) bool {
	for p := range set.Followed {
		if !slices.Contains(contract.Headers, p) && slices.ContainsFunc(prog.MayCall(p), func(q string) bool { return slices.Contains(contract.Headers, q) }) {
			return true
		}
	}
	return false
}

// includes lists the names of the files that those of a program include.
func includes(prog *callgraph.Program) []string {
	names := map[string]bool{}
	for _, f := range prog.Files() {
		for _, inc := range f.Unit.Includes {
			names[path.Base(inc.Name)] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// group makes what is known of a group.
func group(prog *callgraph.Program, f *found, g *passes.Group) Group {
	out := Group{Paths: g.Paths, Climbed: g.Climbed, Members: g.Members, Below: prog.Below(g.Paths)}
	out.Behind.Files, out.Behind.Asked = prog.Behind(g.Paths)
	paths := map[string]bool{}
	for _, p := range g.Parts {
		at := p.Sites[0].At
		part := Part{File: at.Unit.Path, Offset: int(at.Span.Start), Findings: f.judged[p].Findings}
		out.Parts = append(out.Parts, part)
		out.Sites += len(p.Sites)
		addSeen(paths, &p.CallSet, part.Findings)
	}
	out.Marked = marked(prog, slices.Collect(maps.Keys(paths)))
	for _, p := range g.Paths {
		out.Callers += f.set.Callers[p]
	}
	for _, gap := range f.Gaps {
		if slices.Contains(g.Paths, gap.At.File) {
			out.Gaps = append(out.Gaps, gap)
		}
	}
	return out
}

// rest notes what had a part in everything: the contract, what the tree as a whole was
// asked, and whatever was read or asked that is not known to belong to a group.
func (k *Known) rest(snap *passes.Snapshot) {
	prog := snap.Prog
	files, asked := prog.Behind(append(slices.Clone(contract.Headers), contract.File))
	k.All = Behind{files, append(asked, snap.Surrounding()...)}
	belongs, answered := map[string]bool{}, map[uint32]bool{}
	for _, p := range snap.Selected() {
		belongs[p] = true
	}
	for _, q := range k.Selecting {
		answered[q] = true
	}
	for _, g := range k.Groups {
		for _, p := range g.Behind.Files {
			belongs[p] = true
		}
		for _, q := range g.Behind.Asked {
			answered[q] = true
		}
	}
	for _, p := range prog.Paths() {
		if !belongs[p] {
			k.All.Files = append(k.All.Files, p)
		}
	}
	for _, q := range prog.Index().Asked() {
		if !answered[q] {
			k.All.Asked = append(k.All.Asked, q)
		}
	}
	k.All.Files, k.All.Asked = tidied(k.All.Files), tidied(k.All.Asked)
}

func tidied[K cmp.Ordered](list []K) []K {
	slices.Sort(list)
	return slices.Compact(list)
}

// A change is how a tree differs from one in which everything is known.
type change struct {
	was, now *source.Index
	paths    []string
	diff     *source.Difference
}

func newChange(was, now *source.Index, paths []string) *change {
	return &change{was, now, paths, source.Differ(was, now, paths)}
}

// touches tells whether a change may make a difference to what something had a part in.
func (c *change) touches(b Behind) bool {
	return c.diff.Changes(b.Asked) || slices.ContainsFunc(c.paths, func(p string) bool {
		_, ok := slices.BinarySearch(b.Files, p)
		return ok
	})
}

// everything tells whether a change may make a difference to all that is known.
func (c *change) everything(k *Known) bool {
	return c.touches(k.All) || slices.ContainsFunc(c.paths, func(p string) bool {
		_, ok := slices.BinarySearch(k.Includes, path.Base(p))
		return ok && c.was.Has(p) != c.now.Has(p)
	})
}

// holds tells whether the same is found after a change.
func (k *Known) holds(c *change) bool {
	return !c.everything(k) && !c.diff.Meets(k.Selecting) && !slices.ContainsFunc(k.Groups, func(g Group) bool { return c.touches(g.Behind) })
}

// found gives all that is known.
func (k *Known) found() *found {
	f := &found{Rules: k.Rules, Parsed: k.Parsed, Commented: slices.Clone(k.Marked)}
	var parts []Part
	for _, g := range k.Groups {
		parts = append(parts, g.Parts...)
		f.Gaps = append(f.Gaps, g.Gaps...)
		f.Commented = append(f.Commented, g.Marked...)
		f.Functions += g.Callers
		f.Sites += g.Sites
	}
	f.Commented = tidied(f.Commented)
	slices.SortFunc(parts, func(a, b Part) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Offset, b.Offset))
	})
	for _, p := range parts {
		f.Findings = append(f.Findings, p.Findings...)
	}
	return f
}
