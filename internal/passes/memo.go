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
	mu     sync.Mutex
	kept   map[string][]*kept // by file, the newest first
	judged map[string]*Judged
}

// A Judged is what rules found in a part of the calls.
type Judged struct {
	Rules    []*lint.Rule
	Findings []*lint.Finding
	Warnings []string

	part []any          // what tells the part from others
	used []*flow.Engine // what was found out besides
}

// Keep remembers what rules found in a part.
func (m *Memo) Keep(p *Part, j *Judged) {
	if m == nil {
		return
	}
	j.part, j.used = p.identity(), p.used
	m.mu.Lock()
	defer m.mu.Unlock()
	m.judged[p.name()] = j
}

// Judged gives what the same rules found in the same part the last time, nil if
// there is no such.
func (m *Memo) Judged(p *Part, rules []*lint.Rule) *Judged {
	if m == nil {
		return nil
	}
	m.mu.Lock()
	j := m.judged[p.name()]
	m.mu.Unlock()
	if j == nil || !slices.Equal(j.Rules, rules) || !slices.Equal(j.part, p.identity()) ||
		slices.ContainsFunc(j.used, func(eng *flow.Engine) bool { return !eng.Holds(p.Snapshot.Prog) }) {
		return nil
	}
	return j
}

// Forget drops what was found in parts that are no more.
func (m *Memo) Forget(parts []*Part) {
	if m == nil {
		return
	}
	now := map[string]bool{}
	for _, p := range parts {
		now[p.name()] = true
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.judged, func(name string, _ *Judged) bool { return !now[name] })
}

// NewMemo returns one that is empty.
func NewMemo() *Memo { return &Memo{kept: map[string][]*kept{}, judged: map[string]*Judged{}} }

// A kept is what came of following functions of one file.
type kept struct {
	task     string          // what was looked for
	far      map[string]bool // the functions that were looked for in the whole tree
	reach    map[string]bool // the files that had a part in it; made when first needed
	contract *gup.Contract
	roots    []*callgraph.Func
	eng      *flow.Engine
	sums     []*flow.Summary
	sights   [][]sight // of each summary; nil where nobody asks
	crashes  []crash
}

// maxKept bounds how many results are kept of one file: of a few tasks, and as
// the file was before and after an edit.
const maxKept = 12

// followed gives what make would make of functions of a file for a task, for which
// the functions called far are looked for in the whole tree. The task has to say
// all else on which that depends besides the tree.
func (m *Memo) followed(s *Snapshot, path, task string, far map[string]bool, roots []*callgraph.Func, make func() *kept) *kept {
	if m == nil {
		return make()
	}
	m.mu.Lock()
	list := slices.Clone(m.kept[path])
	m.mu.Unlock()
	for _, k := range list {
		if k.task == task && k.contract == s.Contract && slices.Equal(k.roots, roots) && s.Prog.Has(roots[0].File) &&
			k.eng.Holds(s.Prog) && k.agrees(s, far) {
			return k
		}
	}
	k := make()
	k.task, k.far, k.contract, k.roots = task, far, s.Contract, slices.Clone(roots)
	if s.Ctx.Err() != nil {
		return k // it is not complete
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	list = append([]*kept{k}, m.kept[path]...)
	m.kept[path] = list[:min(len(list), maxKept)]
	return k
}

// agrees tells whether it makes no difference to look for other functions in the
// whole tree: none of those is called in a file that had a part in what was found.
func (k *kept) agrees(s *Snapshot, far map[string]bool) bool {
	for _, pair := range [][2]map[string]bool{{k.far, far}, {far, k.far}} {
		for name := range pair[0] {
			if !pair[1][name] && k.reaches(s.peek(name)) {
				return false
			}
		}
	}
	return true
}

// reaches tells whether one of the files had a part in what was found.
func (k *kept) reaches(paths []string) bool {
	if k.reach == nil {
		k.reach = reachOf(k.eng, k.roots)
	}
	return slices.ContainsFunc(paths, func(p string) bool { return k.reach[p] })
}
