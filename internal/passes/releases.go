// SPDX-License-Identifier: MIT

package passes

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sourcegraph/conc/iter"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/parser"
)

// A MemberRelease is a release of pages that were taken into a member of a
// structure, by this function or another one of the file.
type MemberRelease struct {
	Member  string // "struct foo's pages"
	Taken   *gup.Entry
	TakenAt lint.Range
	By      *View // the call that took them
	Release *gup.Release
	Func    *Func // that gives them back
	Event   *flow.Event
}

// SameCall tells whether the pages are given back before the system call that took
// them ends, as far as one function shows it: the one that gives them back took
// them, or calls the one that did.
func (m *MemberRelease) SameCall() bool {
	fn, by := m.Func.Root, m.By.Root
	return fn.Item == by.Item || slices.ContainsFunc(fn.Unit.CallsIn(fn.Item.Body), func(n parser.Name) bool { return n.Text == by.Name })
}

// MemberReleases lists the releases of pages in members of structures into which
// pages of one kind alone are taken in the tree.
func (c *CallSet) MemberReleases() []*MemberRelease {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken := c.takenInto()
	byFile := map[string]map[member]*View{}
	for m, views := range taken {
		if slices.ContainsFunc(views, func(v *View) bool { return v.Site.Entry.Kind != views[0].Site.Entry.Kind }) {
			continue // the code tells them apart by means of its own
		}
		for _, v := range views {
			path := v.Root.File.Path
			if byFile[path] == nil {
				byFile[path] = map[member]*View{}
			}
			byFile[path][m] = v
		}
	}
	var paths []string
	for p := range byFile {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	mapper := iter.Mapper[string, []*MemberRelease]{MaxGoroutines: c.Snapshot.Jobs}
	return slices.Concat(mapper.Map(paths, func(p *string) []*MemberRelease { return c.releasesIn(*p, byFile[*p]) })...)
}

// takenInto lists the calls that take pages into a member, by member, as the
// functions see them that are nearest to the call and know of one.
func (c *CallSet) takenInto() map[member][]*View {
	out := map[member][]*View{}
	for _, s := range c.Sites {
		nearest := -1
		for _, v := range slices.SortedStableFunc(slices.Values(s.Views), func(a, b *View) int { return cmp.Compare(a.Depth(), b.Depth()) }) {
			if nearest >= 0 && v.Depth() > nearest {
				break
			}
			if v.byFlag() { // of another flag others would not have been asked
				continue
			}
			for _, m := range v.takesInto(flow.EvKeep) {
				out[m], nearest = append(out[m], v), v.Depth()
			}
		}
	}
	for _, s := range c.Sites { // one by one
		for _, v := range s.Views {
			for _, m := range v.takesInto(flow.EvKeepOne) {
				if out[m] != nil {
					out[m] = append(out[m], v)
				}
			}
		}
	}
	return out
}

// takesInto lists the members that a call takes pages into, for the function that
// sees it.
func (v *View) takesInto(how flow.EventKind) []member {
	if v.Site.Entry.Kind == gup.Fault {
		return nil
	}
	var list []member
	for i := range v.Sum.Events {
		if e := &v.Sum.Events[i]; e.Kind == how && e.Inner == nil && e.Result == v.Event.Result && e.Struct != "" {
			list = append(list, memberIn(v.Root.File, e.Struct, e.Name))
		}
	}
	return list
}

// releasesIn finds the releases in a file of pages in members.
func (c *CallSet) releasesIn(path string, members map[member]*View) []*MemberRelease {
	rel := newRelevance(c.Snapshot, map[string]bool{})
	contract := c.Snapshot.Contract
	eng := flow.NewEngine(c.Snapshot.Prog, flow.Config{GUP: contract, Constants: contract.Constants(), Track: true, Releases: contract.AnyRelease,
		Enter: rel.enter, HandOn: func(*flow.Summary, *flow.Event) bool { return false }})
	c.uses(eng)
	var out []*MemberRelease
	for _, fn := range c.Snapshot.Prog.File(path).Functions() {
		if !releasesMembers(contract, fn, members) {
			continue
		}
		s := eng.Summary(fn)
		right := map[*View]bool{}
		var here []*MemberRelease
		for i := range s.Events {
			e := &s.Events[i]
			if e.Kind != flow.EvRelease || e.From != "" || e.Struct == "" {
				continue
			}
			if by := members[memberIn(fn.File, e.Struct, e.Member)]; by != nil {
				r := contract.AnyRelease(e.Name)
				right[by] = right[by] || r.Kind == by.Site.Entry.Kind
				here = append(here, &MemberRelease{Member: e.Struct + "'s " + e.Member, Taken: by.Site.Entry, TakenAt: Range(by.Place()), By: by,
					Release: r, Func: &Func{fn, s, c}, Event: e})
			}
		}
		for _, r := range here {
			if r.Release.Kind == r.Taken.Kind || !right[r.By] { // else the code tells the pages apart
				out = append(out, r)
			}
		}
	}
	return out
}

// releasesMembers tells whether a function may release pages of one of the
// members, by its text.
func releasesMembers(c *gup.Contract, fn *callgraph.Func, members map[member]*View) bool {
	if !slices.ContainsFunc(fn.Unit.CallsIn(fn.Item.Body), func(n parser.Name) bool { return c.AnyRelease(n.Text) != nil }) {
		return false
	}
	text := fn.Unit.Slice(fn.Item.Body)
	for m := range members {
		if strings.Contains(text, m.field) {
			return true
		}
	}
	return false
}
