// SPDX-License-Identifier: MIT

package passes

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/sourcegraph/conc/iter"
	"github.com/sourcegraph/conc/panics"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

func itoa(n int) string { return strconv.Itoa(n) }

// maxLevels bounds how many calls lie between an entry and a function that still
// decides something about its arguments.
const maxLevels = 8

// A climber finds the calls, level by level.
type climber struct {
	*Snapshot
	set   *CallSet
	sites map[string]*Site // by place
	// far are the functions whose callers in other files have been asked for. What
	// only its own file can call is not among them: others mean something else by
	// the name.
	far     map[string]bool
	climbed map[*parser.Item]openness // whose callers have been asked for, and why
	told    map[*parser.Item]bool     // whose gaps have been told of
	views   map[string]bool           // keys of those found, with the root's reading
	cut     map[*parser.Item]bool     // functions that were not followed to their ends
	read    map[string]bool           // the files with functions that were followed
	engines engines
}

// findCalls finds all calls of entries.
func findCalls(s *Snapshot) (*CallSet, error) {
	c := &climber{Snapshot: s, set: &CallSet{Snapshot: s, Callers: map[string]int{}, Followed: map[string]bool{}, Beyond: map[string]bool{}}, sites: map[string]*Site{},
		far: map[string]bool{}, climbed: map[*parser.Item]openness{}, told: map[*parser.Item]bool{}, views: map[string]bool{},
		cut: map[*parser.Item]bool{}, read: map[string]bool{}, engines: engines{last: map[string]*engine{}, named: map[string][]string{}}}
	c.set.eng = flow.NewEngine(s.Prog, flow.Config{})
	roots := c.direct()
	for level := 0; level < maxLevels && len(roots) > 0; level++ {
		if err := s.Ctx.Err(); err != nil {
			return nil, context.Cause(s.Ctx)
		}
		roots = c.callers(c.follow(roots))
	}
	c.around()
	c.finish()
	c.members()
	c.set.Climbed = c.read
	maps.Copy(c.set.Followed, c.read)
	return c.set, nil
}

// files lists those in which one of the names is called, or stands where it
// could be: a call that begins a line looks like a declaration.
func (s *Snapshot) files(ask func(use source.Use, names ...string) []string, names ...string) []string {
	if s.Prog.Index() == nil {
		return nil
	}
	list := append(ask(source.Called, names...), ask(source.Declared, names...)...)
	slices.Sort(list)
	return slices.Compact(list)
}

// usersOf is files for what a file holds.
func (s *Snapshot) usersOf(by, name string) []string {
	return s.files(func(use source.Use, names ...string) []string { return s.Prog.UsersOf(by, use, names...) }, name)
}

// peek is files where the answer makes no difference to what is found.
func (s *Snapshot) peek(name string) []string {
	return s.files(func(use source.Use, names ...string) []string { return s.Prog.Index().Peek(use, names...) }, name)
}

// direct finds the sites in the text and the functions that hold them.
func (c *climber) direct() []*callgraph.Func {
	found := iter.Mapper[string, *callgraph.File]{MaxGoroutines: c.Jobs}
	var roots []*callgraph.Func
	paths := c.Selected()
	for _, f := range found.Map(paths, func(p *string) *callgraph.File { return c.Prog.File(*p) }) {
		if f.Unit == nil {
			c.set.Followed[f.Path] = true
			c.set.Gaps = append(c.set.Gaps, lint.Gap{At: lint.Range{File: f.Path, Start: lint.Position{Line: 1, Column: 1}}, Reason: f.Err.Error(), Call: true})
			continue
		}
		if f.Path != c.Contract.File {
			roots = append(roots, c.directIn(f)...)
		}
	}
	return roots
}

// directIn finds the sites of a file. A macro's calls are sites too; who calls
// the macro is found when its users are followed.
func (c *climber) directIn(f *callgraph.File) []*callgraph.Func {
	var roots []*callgraph.Func
	for _, fn := range f.Functions() {
		calls := callsIn(c.Contract, f.Unit, fn.Item.Body)
		for _, n := range calls {
			c.addSite(f.Unit, n, fn, fn.DisplayName(), fn.Item.Cond)
		}
		if len(calls) > 0 {
			roots = append(roots, fn)
			c.set.Functions++
			c.set.Callers[f.Path]++
		}
	}
	for i := range f.Unit.Items {
		it := &f.Unit.Items[i]
		if it.Kind != parser.Macro {
			continue
		}
		calls := callsIn(c.Contract, f.Unit, it.Body)
		for _, n := range calls {
			c.addSite(f.Unit, n, nil, it.Name, it.Cond)
		}
		if len(calls) > 0 && c.climbed[it] == closed {
			c.climbed[it] = openArguments
			roots = append(roots, c.macroUsers(f, it)...)
		}
	}
	return roots
}

// macroUsers lists the functions that use a macro, also within another macro.
func (c *climber) macroUsers(f *callgraph.File, it *parser.Item) []*callgraph.Func {
	paths := []string{f.Path}
	if strings.HasSuffix(f.Path, ".h") {
		c.Prog.AddMacro(f, it.Name)
		paths = c.usersOf(f.Path, it.Name)
	}
	var out []*callgraph.Func
	for _, p := range paths {
		g := c.Prog.CallerOf(f.Path, p)
		if g.Unit == nil {
			continue
		}
		uses := func(s syntax.Span) bool {
			return slices.ContainsFunc(g.Unit.CallsIn(s), func(n parser.Name) bool { return n.Text == it.Name })
		}
		for _, fn := range g.Functions() {
			if uses(fn.Item.Body) {
				out = append(out, fn)
			}
		}
		for i := range g.Unit.Items {
			if outer := &g.Unit.Items[i]; outer.Kind == parser.Macro && outer != it && uses(outer.Body) && c.climbed[outer] == closed {
				c.climbed[outer] = openArguments
				out = append(out, c.macroUsers(g, outer)...)
			}
		}
	}
	return out
}

func (c *climber) addSite(u *parser.Unit, n parser.Name, fn *callgraph.Func, name, cond string) {
	at := flow.Where{Unit: u, Span: syntax.Span{Start: n.Pos, End: n.Pos + syntax.Pos(len(n.Text))}}
	if c.sites[whereKey(at)] != nil {
		return
	}
	s := &Site{Entry: c.Contract.Entry(n.Text), At: at, Func: fn, Name: name, Cond: cond}
	c.sites[whereKey(at)] = s
	c.set.Sites = append(c.set.Sites, s)
	c.set.Followed[u.Path] = true
}

// A job is the functions of one file that are to be followed.
type job struct {
	path  string
	roots []*callgraph.Func
}

// follow follows functions, file by file, and gives those with a call that their
// callers have to be asked about.
func (c *climber) follow(roots []*callgraph.Func) []opened {
	var jobs []*job
	byPath := map[string]*job{}
	for _, fn := range roots {
		j := byPath[fn.File.Path]
		if j == nil {
			j = &job{path: fn.File.Path}
			byPath[fn.File.Path] = j
			jobs = append(jobs, j)
			c.read[fn.File.Path] = true
		}
		if !hasItem(j.roots, fn) {
			j.roots = append(j.roots, fn)
		}
	}
	far := maps.Clone(c.far)
	rel := newRelevance(c.Snapshot, far)
	var open []opened
	for _, k := range c.work(jobs, "calls", far, func(j *job) *kept { return c.run(j, rel) }) {
		c.crashed(k.crashes)
		for i, s := range k.sums {
			if why := c.take(s, k.sights[i]); why != closed {
				open = append(open, opened{s.Fn, why})
			}
		}
	}
	return open
}

// work does jobs for a task, file by file, with what is remembered in place of what
// run would find out. far is as in [Memo.followed].
func (c *climber) work(jobs []*job, task string, far map[string]bool, run func(*job) *kept) []*kept {
	slices.SortFunc(jobs, func(a, b *job) int { return strings.Compare(a.path, b.path) })
	mapper := iter.Mapper[*job, *kept]{MaxGoroutines: c.Jobs}
	return mapper.Map(jobs, func(p **job) *kept {
		j := *p
		slices.SortFunc(j.roots, func(a, b *callgraph.Func) int { return cmp.Compare(a.Item.Start, b.Item.Start) })
		return c.Memo.followed(c.Snapshot, j.path, task, far, j.roots, func() *kept { return run(j) })
	})
}

// hasItem tells whether a function is in a list, as whichever of its twins.
func hasItem(list []*callgraph.Func, f *callgraph.Func) bool {
	return slices.ContainsFunc(list, func(g *callgraph.Func) bool { return g.Item == f.Item })
}

// newEngine returns one that tells callers of the calls for which handOn holds.
func (c *climber) newEngine(rel *relevance, handOn func(*flow.Summary, *flow.Event) bool) *flow.Engine {
	return flow.NewEngine(c.Prog, flow.Config{
		GUP: c.Contract, Constants: c.Contract.Constants(), Far: rel.far, Enter: rel.enter,
		Track: true, Releases: c.Contract.AnyRelease, HandOn: handOn,
	})
}

// run follows the functions of a file with an engine of their own: that of the
// level before, if it is as good.
func (c *climber) run(j *job, rel *relevance) *kept {
	if e := c.engines.get(j.path); e != nil && e.serves(c, j, rel) {
		if k := c.runWith(e.eng, j); e.serves(c, j, rel) {
			return k
		}
	}
	e := &engine{rel: rel, eng: c.newEngine(rel, func(s *flow.Summary, e *flow.Event) bool { return opens(c.Contract, s, e) != closed })}
	c.engines.put(j.path, e)
	return c.runWith(e.eng, j)
}

func (c *climber) runWith(eng *flow.Engine, j *job) *kept {
	k := &kept{eng: eng}
	for _, fn := range j.roots {
		if c.Ctx.Err() != nil {
			break
		}
		for _, v := range fn.Variants() {
			k.follow(v, func(s *flow.Summary) { k.sights = append(k.sights, sightsIn(c.Contract, s)) })
		}
	}
	return k
}

// A crash is an error of ours in following a function.
type crash struct {
	fn    *callgraph.Func
	cause any
}

// follow follows a function and looks at its summary. A crash costs only that
// function.
func (k *kept) follow(fn *callgraph.Func, look func(*flow.Summary)) {
	var s *flow.Summary
	if caught := panics.Try(func() { s = k.eng.Summary(fn); look(s) }); caught != nil {
		k.crashes = append(k.crashes, crash{fn, caught.Value})
		return
	}
	k.sums = append(k.sums, s)
}

// crashed tells of crashes.
func (c *climber) crashed(list []crash) {
	for _, k := range list {
		text := fmt.Sprintf("internal error: %v", k.cause)
		c.set.Gaps = append(c.set.Gaps, lint.Gap{At: Range(flow.Where{Unit: k.fn.Unit, Span: k.fn.Item.Span}), Function: k.fn.DisplayName(), Reason: text, Call: true})
		c.set.Warnings = append(c.set.Warnings, fmt.Sprintf("%s: %s() is not followed: %s", k.fn.File.Path, k.fn.DisplayName(), text))
	}
}

// take adds the calls that a function sees to what is known, and tells what its
// callers have to be asked about.
func (c *climber) take(s *flow.Summary, sights []sight) openness {
	why := closed
	c.cut[s.Fn.Item] = c.cut[s.Fn.Item] || s.Cut
	for _, g := range sights {
		site := c.sites[g.site]
		if site == nil {
			c.beyond(g)
			continue
		}
		v := &View{Site: site, Root: s.Fn, Sum: s, Event: g.event, set: c.set, resultOnly: g.resultOnly, way: g.way}
		if key := g.root + " " + g.way; !c.views[key] {
			c.views[key] = true
			site.Views = append(site.Views, v)
		} else if s.Fn.Cond() == "" {
			site.replace(v)
		}
		why = max(why, g.why)
	}
	if c.Contract.Entry(s.Fn.Name) != nil {
		return closed
	}
	return why
}

// beyond notes a call that is not in the set.
func (c *climber) beyond(g sight) { c.set.Beyond[g.event.Origin().At.Unit.Path] = true }

// A sight is a call of an entry that a function sees.
type sight struct {
	event      *flow.Event
	site       string // the place of the entry's name
	root       string // the function
	way        string // see View.key
	why        openness
	resultOnly bool
}

// sightsIn lists the calls that a function sees.
func sightsIn(c *gup.Contract, s *flow.Summary) []sight {
	var list []sight
	for i := range s.Events {
		e := &s.Events[i]
		if e.Kind != flow.EvCall {
			continue
		}
		if site := siteOf(e.Origin()); site != "" {
			list = append(list, sight{e, site, s.Fn.ID(), wayOf(e), opens(c, s, e), resultOnly(c, e)})
		}
	}
	return list
}

// replace puts a view in the place of an earlier one of the same way.
func (s *Site) replace(v *View) {
	for i, old := range s.Views {
		if old.Root.Item == v.Root.Item && old.key() == v.key() {
			s.Views[i] = v
			return
		}
	}
}

// siteOf gives the place of the site of an event: that of the entry's name in the
// text.
func siteOf(e *flow.Event) string {
	for _, n := range e.At.Unit.CallsIn(e.At.Span) {
		if n.Text == e.Name {
			return whereKey(flow.Where{Unit: e.At.Unit, Span: syntax.Span{Start: n.Pos}})
		}
	}
	return ""
}

// callers lists the functions that call those with an open call, through ops
// tables as well. Each function is asked for its callers once.
func (c *climber) callers(open []opened) []*callgraph.Func {
	var roots []*callgraph.Func
	for _, o := range open {
		fn := o.fn
		if o.why >= openFlagged && !fn.IsLocal() {
			c.far[fn.Name] = true
		}
		if c.climbed[fn.Item] >= o.why {
			continue
		}
		c.climbed[fn.Item] = o.why
		list, limited := c.callersOf(o)
		if limited && o.why == openArguments {
			c.set.Gaps = append(c.set.Gaps, lint.Gap{At: Range(flow.Where{Unit: fn.Unit, Span: fn.Item.Span}), Function: fn.DisplayName(),
				Reason: "too many files call it to follow them all"})
		}
		for _, caller := range list {
			if caller.Func.File.Path != c.Contract.File && (o.why == openArguments || !caller.Guess) {
				roots = append(roots, caller.Func)
			}
		}
	}
	return roots
}

// callersOf lists the callers of a function that have to be asked; limited tells
// that there may be more.
func (c *climber) callersOf(o opened) (list []callgraph.Caller, limited bool) {
	switch o.why {
	case openError:
		list = c.Prog.LocalCallers(o.fn)
		return slices.DeleteFunc(list, func(k callgraph.Caller) bool { return !tellsErrors(k.Func) }), false
	case openResult:
		return c.Prog.LocalCallers(o.fn), false
	}
	return c.Prog.Callers(o.fn)
}

// finish sorts what was found, and tells of calls that were not understood.
func (c *climber) finish() {
	byPlace := func(a, b flow.Where) int {
		return cmp.Or(strings.Compare(a.Unit.Path, b.Unit.Path), cmp.Compare(a.Span.Start, b.Span.Start))
	}
	slices.SortFunc(c.set.Sites, func(a, b *Site) int { return byPlace(a.At, b.At) })
	for _, s := range c.set.Sites {
		slices.SortStableFunc(s.Views, func(a, b *View) int {
			return cmp.Or(cmp.Compare(a.Depth(), b.Depth()), byPlace(a.Place(), b.Place()), strings.Compare(a.key(), b.key()))
		})
		c.lost(s)
	}
	c.wrapped()
	c.above()
}

// above marks the views of which callers know more.
func (c *climber) above() {
	inner := map[string]bool{}
	for _, s := range c.set.Sites {
		for _, v := range s.Views {
			key := v.key()
			for i := strings.LastIndexByte(key, '<'); i >= 0 && !v.resultOnly; i = strings.LastIndexByte(key[:i], '<') {
				inner[key[:i]] = true
			}
		}
	}
	for _, s := range c.set.Sites {
		for _, v := range s.Views {
			v.above = inner[v.key()]
		}
	}
}

// lost tells of what could not be read around a call: the call itself may be in
// it, or what decides about it.
func (c *climber) lost(s *Site) {
	if s.Func == nil || c.told[s.Func.Item] {
		return
	}
	c.told[s.Func.Item] = true
	for _, v := range s.Func.Variants() {
		if gaps := v.Syntax().Gaps; len(gaps) > 0 {
			c.set.Gaps = append(c.set.Gaps, lint.Gap{At: Range(flow.Where{Unit: s.At.Unit, Span: gaps[0].Span}), Function: s.Name, Reason: gaps[0].Why, Call: true})
			return
		}
	}
	if c.cut[s.Func.Item] {
		c.set.Gaps = append(c.set.Gaps, lint.Gap{At: Range(s.At), Function: s.Name, Reason: "the function is too large to be followed to its end", Call: true})
	}
}

// wrapped lists the calls of functions that hand flags on, each once.
func (c *climber) wrapped() {
	seen := map[string]bool{}
	for _, s := range c.set.Sites {
		for _, v := range s.Views {
			if v.Depth() == 0 || v.resultOnly || seen[whereKey(v.Place())] {
				continue
			}
			seen[whereKey(v.Place())] = true
			name := ""
			if v.Event.Call != nil {
				name = v.Event.Call.Callee()
			}
			c.set.Wrapped = append(c.set.Wrapped, &Wrap{Callee: name, At: v.Place(), Func: v.Root, View: v})
		}
	}
	slices.SortFunc(c.set.Wrapped, func(a, b *Wrap) int {
		return cmp.Or(strings.Compare(a.At.Unit.Path, b.At.Unit.Path), cmp.Compare(a.At.Span.Start, b.At.Span.Start))
	})
}

// Range gives the range of a place in the text.
func Range(w flow.Where) lint.Range {
	if w.Unit == nil {
		return lint.Range{}
	}
	r := lint.Range{File: w.Unit.Path}
	r.Start.Offset, r.End.Offset = int(w.Span.Start), int(w.Span.End)
	r.Start.Line, r.Start.Column = w.Unit.Position(w.Span.Start)
	r.End.Line, r.End.Column = w.Unit.Position(w.Span.End)
	return r
}
