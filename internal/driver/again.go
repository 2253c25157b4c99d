// SPDX-License-Identifier: MIT

package driver

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/passes"
	"github.com/gupvet/gupvet/internal/source"
)

// A basis is what is known of a tree from which another one differs.
type basis struct {
	known *Known
	*change
}

// recall takes over what an earlier run found, as far as it is true of the tree as it
// is now.
func (l *Loaded) recall(earlier *source.Earlier) {
	l.earlier = earlier
	if earlier == nil {
		return
	}
	k := decode(earlier.Note)
	if k == nil {
		return
	}
	now := l.Prog.Index()
	laid := slices.Collect(maps.Keys(l.Tree.Overlay()))
	disk := newChange(earlier.Index, now.Disk(), earlier.Changed)
	if k.holds(disk) {
		l.onDisk = k
		l.rely(k, newChange(now.Disk(), now, laid))
	} else if len(laid) == 0 {
		l.rely(k, disk)
	}
}

// rely takes over what is known of a tree from which this one differs.
func (l *Loaded) rely(k *Known, c *change) {
	switch {
	case k.holds(c):
		l.known = k
	case !c.everything(k):
		l.basis = &basis{k, c}
	}
}

// Parsed lists the files that were cut into items to find what the last run found.
func (l *Loaded) Parsed() []string { return l.parsed }

// Run runs rules on the tree, as far as it is not known what they find.
func (l *Loaded) Run(ctx context.Context, rules []*lint.Rule, o Options) (*lint.Result, error) {
	if l.basis != nil && slices.Equal(l.basis.known.Rules, names(rules)) {
		k, err := l.again(ctx, rules)
		if err != nil {
			return nil, err
		}
		l.known = k
	}
	l.basis = nil
	if l.known != nil && slices.Equal(l.known.Rules, names(rules)) {
		l.parsed = l.known.Parsed
		return tidy(l.Snapshot, l.known.found(), rules, o), nil
	}
	f, err := find(ctx, l.Snapshot, rules)
	if err != nil {
		return nil, err
	}
	l.parsed = f.Parsed
	if l.fresh && l.traced && l.known == nil {
		l.known = remember(l.Snapshot, f, l.Prog.Index().AllFiles())
	}
	return tidy(l.Snapshot, f, rules, o), nil
}

func names(rules []*lint.Rule) []string {
	var list []string
	for _, r := range rules {
		list = append(list, r.Name)
	}
	return list
}

// maxTries bounds how often more groups are found out again than were thought to do.
const maxTries = 4

// again finds out again what a change may make a difference to, and gives all that is
// then known; nil if that cannot be told.
func (l *Loaded) again(ctx context.Context, rules []*lint.Rule) (*Known, error) {
	b := l.basis
	open := map[int]bool{} // the groups that are found out again
	for i, g := range b.known.Groups {
		if b.touches(g.Behind) {
			open[i] = true
		}
	}
	for range maxTries {
		snap := *l.Snapshot
		// What was found out of ops tables must not be known beforehand.
		snap.Prog = callgraph.New(l.Tree, l.Prog.Index, l.Prog)
		snap.Only = b.restriction(open)
		f, err := find(ctx, &snap, rules)
		if err != nil {
			return nil, err
		}
		part := remember(&snap, f, b.known.Parsed)
		if part == nil {
			return nil, nil
		}
		more := b.reached(snap.Prog, f.set, part, open)
		if len(more) == 0 {
			l.Prog = snap.Prog
			return b.merge(open, part), nil
		}
		for _, i := range more {
			open[i] = true
		}
	}
	return nil, nil
}

// restriction is to the files that have changed and some of the groups.
func (b *basis) restriction(open map[int]bool) *passes.Restriction {
	r := &passes.Restriction{Start: map[string]bool{}, Climbed: map[string]bool{}}
	add(r.Start, b.paths)
	for i, g := range b.known.Groups {
		if open[i] {
			add(r.Start, g.Paths)
		} else {
			add(r.Climbed, g.Climbed)
		}
	}
	return r
}

func add(set map[string]bool, list []string) {
	for _, s := range list {
		set[s] = true
	}
}

// reached lists the groups, besides those that were found out again, that turned out
// to have to do with those: functions of theirs were followed or calls of them met,
// what is followed now may be called there, or what is followed there from files that
// were not looked at before, or they have to do with the same members.
func (b *basis) reached(prog *callgraph.Program, set *passes.CallSet, part *Known, open map[int]bool) []int {
	called, members := map[string]bool{}, map[string]bool{}
	for _, g := range part.Groups {
		add(members, g.Members)
	}
	now := roles(part.Groups, func(int) bool { return true })
	for p := range now.paths {
		add(called, prog.MayCall(p))
	}
	moved := now.differ(roles(b.known.Groups, func(i int) bool { return open[i] }))
	questions := source.Differ(b.now, b.now, moved)
	var list []int
	for i, g := range b.known.Groups {
		if !open[i] && (slices.ContainsFunc(g.Paths, func(p string) bool { return now.paths[p] || set.Beyond[p] }) ||
			containsAny(called, g.Below) || containsAny(members, g.Members) || questions.Meets(g.Behind.Asked)) {
			list = append(list, i)
		}
	}
	return list
}

// A roleSet is the files of some groups, by what they have to do with those.
type roleSet struct{ paths, climbed, below map[string]bool }

func roles(groups []Group, of func(i int) bool) roleSet {
	r := roleSet{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for i, g := range groups {
		if of(i) {
			add(r.paths, g.Paths)
			add(r.climbed, g.Climbed)
			add(r.below, g.Below)
		}
	}
	return r
}

// differ lists the files that have another role.
func (r roleSet) differ(o roleSet) []string {
	moved := map[string]bool{}
	for _, pair := range [][2]map[string]bool{{r.paths, o.paths}, {r.climbed, o.climbed}, {r.below, o.below}} {
		for p := range pair[0] {
			if !pair[1][p] {
				moved[p] = true
			}
		}
		for p := range pair[1] {
			if !pair[0][p] {
				moved[p] = true
			}
		}
	}
	return slices.Collect(maps.Keys(moved))
}

func containsAny(set map[string]bool, list []string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return set[s] })
}

// merge puts what was found out again in the place of what was known.
func (b *basis) merge(open map[int]bool, part *Known) *Known {
	k := *part
	k.All = Behind{tidied(slices.Concat(b.known.All.Files, part.All.Files)), tidied(slices.Concat(b.known.All.Asked, part.All.Asked))}
	k.Parsed = tidied(slices.Concat(b.known.Parsed, part.Parsed))
	k.Includes = tidied(slices.Concat(b.known.Includes, part.Includes))
	for i, g := range b.known.Groups {
		if !open[i] {
			k.Groups = append(k.Groups, g)
		}
	}
	for _, p := range b.known.Marked {
		if !slices.Contains(b.paths, p) {
			k.Marked = append(k.Marked, p)
		}
	}
	k.Marked = tidied(k.Marked)
	return &k
}

// errNoCache tells that there is nothing to be kept, or no place.
var errNoCache = errors.New("nothing to keep")

// Keep puts the tree's names, and what is known of it, into the cache, for the next
// run. The answer has been given by then: what goes wrong is of no account.
func (l *Loaded) Keep(all []*lint.Rule) error {
	if l.cache == nil || len(l.Problems) > 0 {
		return errNoCache
	}
	ix, known := l.Prog.Index(), l.onDisk
	laid := slices.Collect(maps.Keys(l.Tree.Overlay()))
	if known == nil && l.known != nil && slices.Equal(l.known.Rules, names(all)) && l.known.holds(newChange(ix, ix.Disk(), laid)) {
		known = l.known
	}
	if l.earlier != nil && len(l.earlier.Changed) == 0 && known == l.onDisk {
		l.cache.Used(l.Tree)
		return nil
	}
	var note []byte
	if known != nil {
		var err error
		if note, err = known.encode(); err != nil {
			return err
		}
	}
	return l.cache.Keep(l.Tree, ix, note)
}
