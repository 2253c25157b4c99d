// SPDX-License-Identifier: MIT

package passes

import (
	"maps"
	"slices"
	"sync"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/lint"
)

// A Memo keeps summaries of functions from one snapshot of a tree to the next,
// edited one. What is kept is used again where everything it was made from is
// the same: the contract, the files that the functions see, and the answer to
// each question that led beyond those.
//
// It is safe for concurrent use, but only one snapshot at a time may use what it
// gives: the arenas of summaries are not.
type Memo struct {
	mu   sync.Mutex
	kept map[string][]*kept // by file, the newest first
	last *Judged
}

// A Judged is what rules found in a set of calls.
type Judged struct {
	Calls    *CallSet
	Rules    []*lint.Rule
	Findings []*lint.Finding
	Warnings []string
}

// Keep remembers what rules found.
func (m *Memo) Keep(j *Judged) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.last = j
}

// Judged gives what the same rules found in the same calls the last time, nil if
// there is no such.
func (m *Memo) Judged(calls *CallSet, rules []*lint.Rule) *Judged {
	if m == nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.last != nil && slices.Equal(m.last.Rules, rules) && m.last.Calls.same(calls) {
		return m.last
	}
	return nil
}

// same tells whether two sets of calls are made of the same summaries and places,
// so that nothing that can be asked about them differs.
func (c *CallSet) same(d *CallSet) bool {
	return c.Snapshot.Contract == d.Snapshot.Contract && c.Functions == d.Functions &&
		slices.EqualFunc(c.Sites, d.Sites, (*Site).same) && maps.EqualFunc(c.stores, d.stores, func(a, b []stored) bool { return slices.Equal(a, b) })
}

func (s *Site) same(t *Site) bool {
	return s.At == t.At && s.Func == t.Func && s.Name == t.Name && s.Cond == t.Cond &&
		slices.EqualFunc(s.Views, t.Views, func(v, w *View) bool {
			return v.Root == w.Root && v.Sum == w.Sum && v.Event == w.Event && v.above == w.above && v.resultOnly == w.resultOnly
		})
}

// NewMemo returns one that is empty.
func NewMemo() *Memo { return &Memo{kept: map[string][]*kept{}} }

// A kept is what came of following functions of one file.
type kept struct {
	task     string // what was looked for
	contract *gup.Contract
	roots    []*callgraph.Func
	eng      *flow.Engine
	sums     []*flow.Summary
}

// maxKept bounds how many results are kept of one file: of a few tasks, and as
// the file was before and after an edit.
const maxKept = 12

// summaries gives the summaries that make would make of functions of a file for a
// task. The task has to say all on which they depend besides the tree.
func (m *Memo) summaries(s *Snapshot, path, task string, roots []*callgraph.Func, make func() (*flow.Engine, []*flow.Summary)) []*flow.Summary {
	if m == nil {
		_, sums := make()
		return sums
	}
	m.mu.Lock()
	list := slices.Clone(m.kept[path])
	m.mu.Unlock()
	for _, k := range list {
		if k.task == task && k.contract == s.Contract && slices.Equal(k.roots, roots) && s.Prog.Has(roots[0].File) && k.eng.Holds(s.Prog) {
			return k.sums
		}
	}
	k := &kept{task: task, contract: s.Contract, roots: slices.Clone(roots)}
	k.eng, k.sums = make()
	if s.Ctx.Err() != nil {
		return k.sums // they are not complete
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	list = append([]*kept{k}, m.kept[path]...)
	m.kept[path] = list[:min(len(list), maxKept)]
	return k.sums
}
