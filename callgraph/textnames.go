// SPDX-License-Identifier: MIT

package callgraph

import (
	"slices"
	"sync"

	"github.com/gupvet/gupvet/parser"
)

// textNames tells where names stand in the text of a file, so that many questions
// cost hardly more than one: a file may have ten thousand functions.
type textNames struct {
	calls   sync.Once
	callers map[string][]int // by what they call, the functions, as indexes
	macros  []*parser.Item   // in order

	words sync.Once
	bare  map[string]bool // names that are not called, somewhere
}

// index finds out what is called where.
func (f *File) index() {
	n := &f.text
	n.calls.Do(func() {
		n.callers = map[string][]int{}
		for i, fn := range f.Functions() {
			for _, c := range f.Unit.CallsIn(fn.Item.Body) {
				if list := n.callers[c.Text]; (len(list) == 0 || list[len(list)-1] != i) && !isMember(f.Unit, c.Pos) {
					n.callers[c.Text] = append(list, i)
				}
			}
		}
		for i := range f.Unit.Items {
			if it := &f.Unit.Items[i]; it.Kind == parser.Macro {
				n.macros = append(n.macros, it)
			}
		}
	})
}

// callingAny lists the functions of a file that call one of several names, in order.
func (f *File) callingAny(names []string) []*Func {
	f.index()
	var at []int
	for _, name := range names {
		at = append(at, f.text.callers[name]...)
	}
	slices.Sort(at)
	var list []*Func
	for _, i := range slices.Compact(at) {
		list = append(list, f.Functions()[i])
	}
	return list
}

// hasBare tells whether a name stands somewhere in a file without being called.
func (f *File) hasBare(name string) bool {
	f.text.words.Do(func() {
		bare := map[string]bool{}
		text := f.Unit.Text
		for i := 0; i < len(text); i++ {
			start := i
			for i < len(text) && isWord(text[i]) {
				i++
			}
			if i > start && (i == len(text) || text[i] != '(') && !bare[string(text[start:i])] {
				bare[string(text[start:i])] = true
			}
		}
		f.text.bare = bare
	})
	return f.text.bare[name]
}
