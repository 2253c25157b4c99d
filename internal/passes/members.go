// SPDX-License-Identifier: MIT

package passes

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/sourcegraph/conc/iter"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/parser"
)

// Flags that travel in a member of a structure are not followed through memory:
// who stores them and who reads them may never call each other. What is stored
// anywhere in the member of a structure of that type counts as what may be read
// from it.

// A member is one of a structure; the structure is "" if it is not known. If one file
// alone sees the structure, home is that file.
type member struct{ base, field, home string }

// memberIn gives a member as a file sees it.
func memberIn(f *callgraph.File, base, field string) member {
	m := member{base: base, field: field}
	if tag, ok := strings.CutPrefix(base, "struct "); ok && strings.HasSuffix(f.Path, ".c") && len(f.Unit.Named(parser.Struct, tag)) > 0 {
		m.home = f.Path
	}
	return m
}

// A stored is a value that is stored in a member.
type stored struct {
	sum   *flow.Summary
	event *flow.Event
}

// maxMemberFiles bounds the files in which a member's name is assigned to. One
// that more files use is many members with one name.
const maxMemberFiles = 40

// userSpace is where programs lie that share headers with the kernel and run
// outside of it.
const userSpace = "tools/"

// A memberSearch is where to look for stores to the members that flags are read from.
type memberSearch struct {
	members map[member]bool
	names   map[string]bool // of those
	funcs   map[string][]*callgraph.Func
}

// members finds what is stored in the members that flags are read from.
func (c *climber) members() {
	c.set.stores = map[member][]stored{}
	look := c.planMembers()
	rel := newRelevance(c.Snapshot, map[string]bool{})
	task := "stores to " + strings.Join(sortedKeys(look.names), ",")
	follow := func(path string) *kept {
		eng := flow.NewEngine(c.Prog, flow.Config{GUP: c.Contract, Constants: c.Contract.Constants(), Fields: look.names, Enter: rel.enter,
			HandOn: func(*flow.Summary, *flow.Event) bool { return false }})
		k := &kept{eng: eng}
		for _, fn := range look.funcs[path] {
			k.follow(fn, func(*flow.Summary) {})
		}
		return k
	}
	paths := slices.Sorted(maps.Keys(look.funcs))
	for _, p := range paths {
		c.set.Followed[p] = true
	}
	mapper := iter.Mapper[string, *kept]{MaxGoroutines: c.Jobs}
	for _, k := range mapper.Map(paths, func(p *string) *kept {
		return c.Memo.followed(c.Snapshot, *p, task, nil, look.funcs[*p], func() *kept { return follow(*p) })
	}) {
		c.crashed(k.crashes)
		for _, s := range k.sums {
			for i := range s.Events {
				if e := &s.Events[i]; e.Kind == flow.EvStore {
					look.found(c.set.stores, memberIn(s.Fn.File, e.Struct, e.Name), stored{s, e})
				}
			}
		}
	}
}

// found adds a store to a member. Who is given a structure that it does not see may read
// it there as well.
func (l *memberSearch) found(stores map[member][]stored, m member, st stored) {
	for {
		if l.members[m] {
			stores[m] = append(stores[m], st)
		}
		if m.home == "" {
			return
		}
		m.home = ""
	}
}

// planMembers finds the members that flags are read from, and the functions in
// which something may be stored there: of the file for a structure that no other
// file sees, else of all where the name is assigned to.
func (c *climber) planMembers() *memberSearch {
	look := &memberSearch{members: map[member]bool{}, names: map[string]bool{}, funcs: map[string][]*callgraph.Func{}}
	tried := map[member]bool{}
	for _, s := range c.set.Sites {
		for _, v := range s.Views {
			for m := range v.memberSources(c.set.eng) {
				if tried[m] {
					continue
				}
				tried[m] = true
				if paths := c.storing(v, m); paths != nil {
					look.members[m], look.names[m.field] = true, true
					look.add(c.Prog, v.Root.File.Path, paths, m.field)
				}
			}
		}
	}
	return look
}

// storing lists the files in which something may be stored in a member that a
// call's flags are read from, nil if there are too many.
func (c *climber) storing(v *View, m member) []string {
	if m.home != "" {
		return []string{m.home}
	}
	if m.field == "flags" { // of everything
		return nil
	}
	paths := c.Prog.FilesFor(v.Root.File.Path, source.Assigned, m.field)
	if len(paths) > maxMemberFiles {
		return nil
	}
	return slices.DeleteFunc(paths, func(p string) bool { return strings.HasPrefix(p, userSpace) })
}

// add adds the functions of files that speak of a member.
func (l *memberSearch) add(prog *callgraph.Program, by string, paths []string, field string) {
	for _, p := range paths {
		for _, fn := range prog.FileFor(by, p).Functions() {
			if strings.Contains(fn.Unit.Slice(fn.Item.Body), field) && !slices.Contains(l.funcs[p], fn) {
				l.funcs[p] = append(l.funcs[p], fn)
			}
		}
	}
}

// memberSources lists the members that the flags of a call are read from, with
// the values read.
func (v *View) memberSources(eng *flow.Engine) map[member]flow.Term {
	t := v.Arg(v.Site.Entry.Roles.Flags)
	if t == flow.None {
		return nil
	}
	var out map[member]flow.Term
	for _, u := range v.Sum.Arena.Opaque(t) {
		if base, field, ok := v.Sum.Member(eng, u); ok && base != "" {
			if out == nil {
				out = map[member]flow.Term{}
			}
			out[memberIn(v.Root.File, base, field)] = u
		}
	}
	return out
}

func sortedKeys(m map[string]bool) []string {
	return slices.Sorted(maps.Keys(m))
}

// judgeMembers judges a call whose flags are read from a member of a structure,
// by what is stored there: bad where some store sets a flag with which it is,
// whatever else. Where all callers store their own flags first, others do not count.
func (v *View) judgeMembers(bad flow.Cond, bits []uint8) Verdict {
	sources := v.memberSources(v.set.eng)
	for _, m := range slices.SortedFunc(maps.Keys(sources), compareMembers) {
		if v.aboveStores(m, sources[m]) {
			continue
		}
		for i := range v.set.stores[m] {
			st := &v.set.stores[m][i]
			b := st.sum.Arena.BitsOf(st.event.Result, st.event.PC)
			for _, k := range bits {
				if b.May>>k&1 == 0 {
					continue
				}
				if c, ok := v.badWith(bad, sources[m], b.Must|1<<k, b.Unknown); ok {
					return Verdict{Level: Sure, When: c, store: st}
				}
			}
		}
	}
	return Verdict{}
}

// aboveStores tells whether all callers that are seen know what a member holds, with
// the value t, from which a call's flags are read. They do not choose a structure that the
// function finds by itself.
func (v *View) aboveStores(m member, t flow.Term) bool {
	if given, _ := v.Sum.Arena.ParamOf(t); !v.above || given < 0 {
		return false
	}
	for _, by := range v.Site.Views {
		if i := strings.LastIndexByte(by.key(), '<'); i < 0 || by.resultOnly || by.key()[:i] != v.key() {
			continue
		}
		if t, reads := by.memberSources(v.set.eng)[m]; reads && !by.aboveStores(m, t) {
			return false
		}
	}
	return true
}

// badWith tells whether a call is bad if one of its values has certain flags, and
// under which condition it is then made.
func (v *View) badWith(bad flow.Cond, t flow.Term, set, unknown uint64) (flow.Cond, bool) {
	a := v.Sum.Arena
	has := flow.True // by itself first: the condition of a call far from the entry is large
	for k := uint8(0); k < 32; k++ {
		switch bit := a.Bit(t, k); {
		case set>>k&1 != 0:
			has = a.And(has, bit)
		case unknown>>k&1 == 0:
			has = a.And(has, a.Not(bit))
		}
	}
	c := a.And(v.Event.PC, has)
	open := v.open()
	delete(open, t)
	certain := a.Certain(c, bad, open)
	return c, a.Possible(certain) && a.Implies(a.Without(c, open), certain)
}

func compareMembers(a, b member) int {
	return cmp.Or(strings.Compare(a.base, b.base), strings.Compare(a.field, b.field), strings.Compare(a.home, b.home))
}

// steps tells where a flag is set that a store leaves in a member.
func (st *stored) steps(k uint8, flag string) []lint.Step {
	a := st.sum.Arena
	var steps []lint.Step
	a.Sources(st.event.Result, k, st.event.PC, func(src flow.Term, cond flow.Cond) {
		if _, ok := a.Number(src); ok && a.Possible(cond) && a.Origin(src).Unit != nil {
			steps = append(steps, lint.Step{At: Range(a.Origin(src)), Text: flag + " is set here"})
		}
	})
	return append(steps, lint.Step{At: Range(st.event.At), Text: "stored in " + st.event.Struct + "'s " + st.event.Name + " here"})
}

// storedBits is the condition that members which flags are read from hold no flag
// that is never stored there.
func (v *View) storedBits() flow.Cond {
	a, c := v.Sum.Arena, flow.True
	sources := v.memberSources(v.set.eng)
	for _, m := range slices.SortedFunc(maps.Keys(sources), compareMembers) {
		stores := v.set.stores[m]
		may := uint64(0)
		for _, st := range stores {
			b := st.sum.Arena.BitsOf(st.event.Result, st.event.PC)
			may |= b.May | b.Unknown
		}
		for k := uint8(0); k < 32 && len(stores) > 0; k++ {
			if may>>k&1 == 0 {
				c = a.And(c, a.Not(a.Bit(sources[m], k)))
			}
		}
	}
	return c
}

// MemberFlags tells what is stored in the members that the flags of a call are
// read from; ok is false if they come from anywhere else as well.
func (v *View) MemberFlags() (bits flow.Bits, steps []lint.Step, ok bool) {
	sources := v.memberSources(v.set.eng)
	if len(sources) == 0 || len(sources) != len(v.Sum.Arena.Opaque(v.Arg(v.Site.Entry.Roles.Flags))) {
		return bits, nil, false
	}
	first := true
	for _, m := range slices.SortedFunc(maps.Keys(sources), compareMembers) {
		if len(v.set.stores[m]) == 0 {
			return bits, nil, false
		}
		for _, st := range v.set.stores[m] {
			b := st.sum.Arena.BitsOf(st.event.Result, st.event.PC)
			if first {
				bits, first = b, false
			} else {
				bits = bits.Join(b)
			}
			steps = append(steps, lint.Step{At: Range(st.event.At), Text: "stored in " + m.base + "'s " + m.field + " here"})
		}
	}
	return bits, steps, true
}
