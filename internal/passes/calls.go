// SPDX-License-Identifier: MIT

package passes

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// Calls is the analyzer that finds every call of an entry outside of the file
// that defines the family, and what is known of its arguments.
//
// It starts with the functions in which an entry's name stands. Where an
// argument that matters comes from a parameter, the callers are followed in
// their turn, level by level, until nothing comes from further up.
var Calls = &analysis.Analyzer{
	Name:       "gupcalls",
	Doc:        "finds the calls of the get_user_pages family with their arguments",
	Run:        func(pass *analysis.Pass) (any, error) { return findCalls(Of(pass)) },
	Requires:   []*analysis.Analyzer{Program},
	ResultType: reflect.TypeFor[*CallSet](),
}

// CallsOf gives the calls of a pass whose analyzer requires Calls.
func CallsOf(pass *analysis.Pass) *CallSet { return pass.ResultOf[Calls].(*CallSet) }

// A CallSet holds the calls of entries in a tree.
type CallSet struct {
	Snapshot *Snapshot
	Sites    []*Site // by place
	Wrapped  []*Wrap // calls of functions that hand their flags on, by place
	Gaps     []lint.Gap
	Warnings []string // errors of ours
	// Functions counts those with a call of an entry.
	Functions int
	// Callers counts them by file.
	Callers map[string]int
	// Followed are the files with functions that were followed, or with calls.
	Followed map[string]bool
	// Climbed are those with functions that were followed for what they decide.
	Climbed map[string]bool
	// Beyond are the files with calls that were met, but are not in the set.
	Beyond map[string]bool

	mu     sync.Mutex // for the arenas of all views
	eng    *flow.Engine
	stores map[member][]stored

	usedMu sync.Mutex
	used   []*flow.Engine // that were asked more when the calls were judged
}

// A Site is a call of an entry in the text.
type Site struct {
	Entry *gup.Entry
	At    flow.Where
	Func  *callgraph.Func // around it; nil within a macro
	Name  string          // of the function or macro around it
	Cond  string          // the #if condition around it
	Views []*View         // those of the function itself first; none if it is not reached
	// Around are the views of further callers, who have nothing to do with the call
	// but that they may hold a lock around it, or begin without one that it needs.
	Around []*View
}

// A Wrap is a call of a function that hands its flags on to an entry.
type Wrap struct {
	Callee string
	At     flow.Where
	Func   *callgraph.Func
	View   *View
}

// A View is a call of an entry as one function sees it: the one that holds the
// call, or one that reaches it through others and decides some of its
// arguments.
type View struct {
	Site  *Site
	Root  *callgraph.Func // the function that sees it
	Sum   *flow.Summary
	Event *flow.Event

	set *CallSet
	// above tells that callers of the function see the call as well, and know
	// more of it.
	above bool
	// resultOnly tells that the function decides nothing about the call.
	resultOnly bool
	way        string // see key
	begin      beginning
}

// Depth counts the calls between the function that sees the call and the one
// that holds it.
func (v *View) Depth() int { return v.Event.Depth() }

// SeenAbove tells whether callers of the function see the call as well, and know
// more of it.
func (v *View) SeenAbove() bool { return v.above }

// Place is where the function that sees the call makes it, or the call that
// leads to it; the use of a macro if that makes the call.
func (v *View) Place() flow.Where {
	if v.Event.Use.Unit != nil {
		return v.Event.Use
	}
	if v.Event.Inner != nil {
		return v.Event.Via
	}
	return v.Event.At
}

// Arg gives an argument of the call as a term, None if there is none.
func (v *View) Arg(i int) flow.Term {
	if i < 0 || i >= len(v.Event.Args) {
		return flow.None
	}
	return v.Event.Args[i]
}

// key tells the ways apart on which a call can be seen: its place, and those of
// the calls that lead to it, the nearest first.
func (v *View) key() string { return v.way }

func wayOf(e *flow.Event) string {
	var parts []string
	for ; e != nil; e = e.Inner {
		w := e.Via
		if e.Inner == nil {
			w = e.At
		}
		if e.Use.Unit != nil {
			parts = append(parts, whereKey(w)+"@"+whereKey(e.Use))
			continue
		}
		parts = append(parts, whereKey(w))
	}
	slices.Reverse(parts)
	return strings.Join(parts, "<")
}

func whereKey(w flow.Where) string {
	if w.Unit == nil {
		return "?"
	}
	return w.Unit.Path + ":" + itoa(int(w.Span.Start))
}

// uses takes note of an engine that rules have to do with.
func (c *CallSet) uses(eng *flow.Engine) {
	c.usedMu.Lock()
	defer c.usedMu.Unlock()
	c.used = append(c.used, eng)
}

// Lock and Unlock guard questions about views that are asked outside of Each.
func (c *CallSet) Lock()   { c.mu.Lock() }
func (c *CallSet) Unlock() { c.mu.Unlock() }

// Each calls visit for every view of those who decide about a call, the nearest to
// the entry first and then by place. When visit returns true, the call has been
// dealt with: those who reach it through the same function are not asked about it
// again.
func (c *CallSet) Each(visit func(*View) (dealt bool)) {
	c.each(func(s *Site) []*View { return s.Views }, func(v *View) bool { return !v.resultOnly }, visit)
}

// EachResult is Each for those too who are only handed the call's result. Functions
// that were not followed to their end are left out: what they do with a result is
// not known.
func (c *CallSet) EachResult(visit func(*View) (dealt bool)) {
	c.each(func(s *Site) []*View { return s.Views }, func(v *View) bool {
		return !slices.ContainsFunc(v.chain(), func(e *flow.Event) bool { return e.Owner.Bounded })
	}, visit)
}

// EachAround is Each for those too who have nothing to do with the call but that they
// may hold a lock around it.
func (c *CallSet) EachAround(visit func(*View) (dealt bool)) {
	c.each(func(s *Site) []*View { return slices.Concat(s.Views, s.Around) }, func(*View) bool { return true }, visit)
}

func (c *CallSet) each(of func(*Site) []*View, asked func(*View) bool, visit func(*View) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var views []*View
	for _, s := range c.Sites {
		for _, v := range of(s) {
			if readable(v.Root) && asked(v) {
				views = append(views, v)
			}
		}
	}
	slices.SortStableFunc(views, func(a, b *View) int { return cmp.Compare(a.Depth(), b.Depth()) })
	done := map[string]bool{}
	for _, v := range views {
		if key := v.key(); !done[key] && !prefixDone(done, key) && visit(v) {
			done[key] = true
		}
	}
}

// readable tells whether a function could be read in full. Of one that could not
// nothing is judged: what is missing may change the meaning of the rest.
func readable(f *flow.Func) bool { return len(f.Syntax().Gaps) == 0 }

// prefixDone tells whether a nearer function has dealt with a call.
func prefixDone(done map[string]bool, key string) bool {
	for i := strings.LastIndexByte(key, '<'); i >= 0; i = strings.LastIndexByte(key[:i], '<') {
		if done[key[:i]] {
			return true
		}
	}
	return false
}

// callsIn lists the calls of entries in an item.
func callsIn(c *gup.Contract, u *parser.Unit, s syntax.Span) []parser.Name {
	var out []parser.Name
	for _, n := range u.CallsIn(s) {
		if c.Entry(n.Text) != nil {
			out = append(out, n)
		}
	}
	return out
}
