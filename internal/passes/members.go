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
)

// Flags that travel in a member of a structure are not followed through memory:
// who stores them and who reads them may never call each other. What is stored
// anywhere in the member of a structure of that type counts as what may be read
// from it.

// A member is one of a structure; the structure is "" if it is not known.
type member struct{ base, field string }

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

// members finds what is stored in the members that flags are read from.
func (c *climber) members() {
	c.set.stores = map[member][]stored{}
	names := map[string]bool{}
	for _, s := range c.set.Sites {
		for _, v := range s.Views {
			for m := range v.memberSources(c.set.eng) {
				names[m.field] = true
			}
		}
	}
	type job struct {
		path  string
		funcs []*callgraph.Func
	}
	var jobs []*job
	for name := range names {
		if name == "flags" { // of everything
			delete(names, name)
		}
	}
	byFile := map[string]*job{}
	for _, name := range sortedKeys(names) {
		paths := c.Prog.Index().Files(source.Assigned, name)
		if len(paths) > maxMemberFiles {
			delete(names, name)
			continue
		}
		for _, p := range paths {
			if strings.HasPrefix(p, userSpace) {
				continue
			}
			if byFile[p] == nil {
				byFile[p] = &job{path: p}
				jobs = append(jobs, byFile[p])
			}
			for _, fn := range c.Prog.File(p).Functions() {
				if strings.Contains(fn.Unit.Slice(fn.Item.Body), name) && !slices.Contains(byFile[p].funcs, fn) {
					byFile[p].funcs = append(byFile[p].funcs, fn)
				}
			}
		}
	}
	rel := newRelevance(c.Snapshot, map[string]bool{})
	task := "stores to " + strings.Join(sortedKeys(names), ",")
	follow := func(j *job) *kept {
		eng := flow.NewEngine(c.Prog, flow.Config{GUP: c.Contract, Constants: c.Contract.Constants(), Fields: names, Enter: rel.enter,
			HandOn: func(*flow.Summary, *flow.Event) bool { return false }})
		k := &kept{eng: eng}
		for _, fn := range j.funcs {
			k.follow(fn, func(*flow.Summary) {})
		}
		return k
	}
	jobs = slices.DeleteFunc(jobs, func(j *job) bool { return len(j.funcs) == 0 })
	mapper := iter.Mapper[*job, *kept]{MaxGoroutines: c.Jobs}
	for _, k := range mapper.Map(jobs, func(j **job) *kept {
		return c.Memo.followed(c.Snapshot, (*j).path, task, nil, (*j).funcs, func() *kept { return follow(*j) })
	}) {
		c.crashed(k.crashes)
		for _, s := range k.sums {
			for i := range s.Events {
				if e := &s.Events[i]; e.Kind == flow.EvStore {
					m := member{e.Struct, e.Name}
					c.set.stores[m] = append(c.set.stores[m], stored{s, e})
				}
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
			out[member{base, field}] = u
		}
	}
	return out
}

func sortedKeys(m map[string]bool) []string {
	return slices.Sorted(maps.Keys(m))
}

// judgeMembers judges a call whose flags are read from a member of a structure,
// by what is stored there: bad where some store sets a flag with which it is,
// whatever else.
func (v *View) judgeMembers(bad flow.Cond, bits []uint8) Verdict {
	sources := v.memberSources(v.set.eng)
	for _, m := range slices.SortedFunc(maps.Keys(sources), compareMembers) {
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

// badWith tells whether a call is bad if one of its values has certain flags, and
// under which condition it is then made.
func (v *View) badWith(bad flow.Cond, t flow.Term, set, unknown uint64) (flow.Cond, bool) {
	a := v.Sum.Arena
	c := v.Event.PC
	for k := uint8(0); k < 32; k++ {
		switch bit := a.Bit(t, k); {
		case set>>k&1 != 0:
			c = a.And(c, bit)
		case unknown>>k&1 == 0:
			c = a.And(c, a.Not(bit))
		}
	}
	open := v.open()
	delete(open, t)
	certain := a.Certain(c, bad, open)
	return c, a.Possible(certain) && a.Implies(a.Without(c, open), certain)
}

func compareMembers(a, b member) int {
	return cmp.Or(strings.Compare(a.base, b.base), strings.Compare(a.field, b.field))
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
