// SPDX-License-Identifier: MIT

package passes

import (
	"slices"
	"sync"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/parser"
)

// An engine has followed functions of a file at one level.
type engine struct {
	eng *flow.Engine
	rel *relevance
}

// engines keeps the last engine of each file from one level of a search to the
// next: much of what a caller does has been followed before.
type engines struct {
	mu    sync.Mutex
	last  map[string]*engine  // by file
	named map[string][]string // the files that name a function
}

// naming lists the files that name a function, which is asked for again and again.
func (s *engines) naming(snap *Snapshot, name string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	list, ok := s.named[name]
	if !ok {
		list = snap.peek(name)
		s.named[name] = list
	}
	return list
}

func (s *engines) get(path string) *engine {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last[path]
}

func (s *engines) put(path string, e *engine) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last[path] = e
}

// serves tells whether an engine would do the same if it looked for the functions
// of a later level in the whole tree: what it asked is answered as before, and
// where one of those functions is called in a file that has a part in it, the
// file sees a definition that matters by what it says itself.
func (e *engine) serves(c *climber, j *job, rel *relevance) bool {
	if !e.eng.Holds(c.Prog) {
		return false
	}
	var reach map[string]bool
	for name := range rel.names {
		if e.rel.names[name] {
			continue
		}
		if reach == nil {
			reach = reachOf(e.eng, j.roots)
		}
		if slices.ContainsFunc(c.engines.naming(c.Snapshot, name), func(p string) bool { return reach[p] && !e.rel.indifferent(c.Prog.File(p), name) }) {
			return false
		}
	}
	return true
}

// reachOf lists the files that have a part in what an engine found.
func reachOf(eng *flow.Engine, roots []*callgraph.Func) map[string]bool {
	reach := map[string]bool{}
	for _, fn := range slices.Concat(eng.Entered(), roots) {
		fn.File.Reach(reach)
	}
	return reach
}

// indifferent tells whether it is all the same to a file if a function is looked for
// in the whole tree: it does not call it, or sees a definition that is there in
// every configuration and matters whatever else is looked for.
func (r *relevance) indifferent(f *callgraph.File, name string) bool {
	if f.Unit == nil || !calls(f, name) {
		return true
	}
	fs := r.s.Prog.Local(f.Unit, name)
	if callgraph.OnlySometimes(fs) {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return !slices.ContainsFunc(fs, func(f *callgraph.Func) bool { return !r.matters(f) })
}

// calls tells whether a function or macro of a file calls a name.
func calls(f *callgraph.File, name string) bool {
	return slices.ContainsFunc(f.Unit.Items, func(it parser.Item) bool {
		return (it.Kind == parser.Function || it.Kind == parser.Macro) &&
			slices.ContainsFunc(f.Unit.CallsIn(it.Span), func(n parser.Name) bool { return n.Text == name && n.Pos != it.NamePos })
	})
}
