// SPDX-License-Identifier: MIT

package driver

import (
	"bytes"
	"context"
	"encoding/gob"
	"errors"
	"maps"
	"path"
	"slices"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/contract"
	"github.com/gupvet/gupvet/internal/lint"
	"github.com/gupvet/gupvet/internal/source"
)

// found is what rules found in a tree, before options tell what of it is shown.
type found struct {
	Rules     []string // that ran
	Findings  []*lint.Finding
	Gaps      []lint.Gap
	Warnings  []string
	Functions int
	Sites     int
	// Commented lists the files in which comments are looked for.
	Commented []string
	Parsed    []string // the files that were cut into items
}

// Known is what was found in a tree, with all of the tree that had a part in it: the
// same is found in every tree that has the same.
//
// What rules find is made from the texts of files that were read, from whether files
// are there that others include, and from what the index answered.
type Known struct {
	Found found
	Read  []string // files that were read, or could not be
	// Includes lists the names, without directories, of the files that those
	// include.
	Includes []string
	Asked    []uint32 // what the index was asked, see source.Index.Asked
}

// remember makes the knowledge of a program that has done nothing but to find this;
// nil if more had a part in it than can be told.
func remember(prog *callgraph.Program, f *found) *Known {
	if prog.Index() == nil || len(f.Warnings) > 0 {
		return nil
	}
	k := &Known{Found: *f, Read: prog.Paths(), Asked: prog.Index().Asked()}
	includes := map[string]bool{}
	for _, f := range prog.Files() {
		for _, inc := range f.Unit.Includes {
			includes[path.Base(inc.Name)] = true
		}
	}
	k.Includes = slices.Sorted(maps.Keys(includes))
	there := prog.Index().AllFiles()
	for _, p := range k.Read { // one that the scan does not meet may change unseen
		if _, ok := slices.BinarySearch(there, p); !ok {
			return nil
		}
	}
	if slices.ContainsFunc(k.Includes, func(name string) bool { return !source.IsC(name) }) {
		return nil
	}
	return k
}

// holds tells whether the same is found in a tree that differs in some files from one
// in which it is. The indexes are those of the two trees.
func (k *Known) holds(was, now *source.Index, paths []string) bool {
	for _, p := range paths {
		if _, read := slices.BinarySearch(k.Read, p); read || p == contract.File || slices.Contains(contract.Headers, p) {
			return false
		}
		if _, ok := slices.BinarySearch(k.Includes, path.Base(p)); ok && was.Has(p) != now.Has(p) {
			return false
		}
	}
	return was.Answers(now, paths, k.Asked)
}

// encode writes what is known for a cache.
func (k *Known) encode() ([]byte, error) {
	var b bytes.Buffer
	err := gob.NewEncoder(&b).Encode(k)
	return b.Bytes(), err
}

// decode reads what encode wrote; nil if it is not that.
func decode(note []byte) *Known {
	if len(note) == 0 {
		return nil
	}
	k := &Known{}
	if gob.NewDecoder(bytes.NewReader(note)).Decode(k) != nil {
		return nil
	}
	return k
}

// recall takes over what an earlier run found, if it is true of the tree as it is now.
func (l *Loaded) recall(earlier *source.Earlier) {
	l.earlier = earlier
	if earlier == nil {
		return
	}
	now := l.Prog.Index()
	k := decode(earlier.Note)
	if k == nil || !k.holds(earlier.Index, now.Disk(), earlier.Changed) {
		return
	}
	l.onDisk = k
	if k.holds(now.Disk(), now, l.laid()) {
		l.known = k
	}
}

// laid lists the files that are laid over the disk.
func (l *Loaded) laid() []string { return slices.Collect(maps.Keys(l.Tree.Overlay())) }

// Parsed lists the files that were cut into items to find what the last run found.
func (l *Loaded) Parsed() []string { return l.parsed }

// Run runs rules on the tree, unless it is known what they find.
func (l *Loaded) Run(ctx context.Context, rules []*lint.Rule, o Options) (*lint.Result, error) {
	if l.known != nil && slices.Equal(l.known.Found.Rules, names(rules)) {
		l.parsed = l.known.Found.Parsed
		return tidy(l.Snapshot, &l.known.Found, rules, o), nil
	}
	f, _, err := find(ctx, l.Snapshot, rules)
	if err != nil {
		return nil, err
	}
	l.parsed = f.Parsed
	if l.fresh && l.known == nil {
		l.known = remember(l.Prog, f)
	}
	return tidy(l.Snapshot, f, rules, o), nil
}

func names(rules []*lint.Rule) []string {
	var list []string
	for _, r := range rules {
		list = append(list, r.Name)
	}
	return list
}

// errNoCache tells that there is nothing to be kept, or no place.
var errNoCache = errors.New("nothing to keep")

// Keep puts the tree's names, and what is known of it, into the cache, for the next
// run. The answer has been given by then: what goes wrong is of no account.
func (l *Loaded) Keep(all []*lint.Rule) error {
	if l.cache == nil || len(l.Problems) > 0 {
		return errNoCache
	}
	ix, known := l.Prog.Index(), l.onDisk
	if known == nil && l.known != nil && slices.Equal(l.known.Found.Rules, names(all)) && l.known.holds(ix, ix.Disk(), l.laid()) {
		known = l.known
	}
	if l.earlier != nil && len(l.earlier.Changed) == 0 && known == l.onDisk {
		l.cache.Used(l.Tree)
		return nil
	}
	var note []byte
	if known != nil {
		var err error
		if note, err = known.encode(); err != nil {
			return err
		}
	}
	return l.cache.Keep(l.Tree, ix, note)
}
