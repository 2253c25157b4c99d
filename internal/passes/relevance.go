// SPDX-License-Identifier: MIT

package passes

import (
	"slices"
	"strings"
	"sync"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/parser"
)

// A relevance decides which calls are followed into the functions called: those
// in which flags, mmap_lock or an entry's name stand, those that call such a
// one in the same file, and small ones.
type relevance struct {
	s     *Snapshot
	names map[string]bool // functions looked for in the whole tree

	mu   sync.Mutex
	memo map[*callgraph.Func]bool
}

func newRelevance(s *Snapshot, names map[string]bool) *relevance {
	return &relevance{s: s, names: names, memo: map[*callgraph.Func]bool{}}
}

// maxSmall is the length in bytes of the body of a function that is followed
// whatever it says.
const maxSmall = 300

func (r *relevance) far(name string) bool { return r.names[name] }

func (r *relevance) enter(_, to *callgraph.Func) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.matters(to) || int(to.Item.Body.End-to.Item.Body.Start) < maxSmall
}

// matters looks at what a function calls, and what that calls, for a reason. If
// there is none, there is none for any function met on the way.
func (r *relevance) matters(f *callgraph.Func) bool {
	if v, ok := r.memo[f]; ok {
		return v
	}
	seen := map[*callgraph.Func]bool{f: true}
	queue := []*callgraph.Func{f}
	for len(queue) > 0 {
		g := queue[0]
		queue = queue[1:]
		if v, known := r.memo[g]; v || !known && r.says(g) {
			r.memo[f] = true
			return true
		} else if known {
			continue
		}
		for _, c := range g.Unit.CallsIn(g.Item.Body) {
			for _, h := range r.s.Prog.Local(g.Unit, c.Text) {
				if !seen[h] {
					seen[h] = true
					queue = append(queue, h)
				}
			}
		}
	}
	for g := range seen {
		r.memo[g] = false
	}
	return false
}

// says tells whether the text of a function speaks of what matters.
func (r *relevance) says(f *callgraph.Func) bool {
	text := f.Unit.Slice(f.Item.Body)
	for _, word := range []string{"FOLL_", "mmap_", "user_page"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return slices.ContainsFunc(f.Unit.CallsIn(f.Item.Body), func(n parser.Name) bool {
		return r.names[n.Text] || r.s.Contract.Entry(n.Text) != nil
	})
}
