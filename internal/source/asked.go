// SPDX-License-Identifier: MIT

package source

import (
	"maps"
	"slices"
	"sync"
)

// keyOf gives the part of a hash by which an index tells names apart.
func keyOf(h uint32) uint32 {
	return h>>(32-bucketBits)<<entryBits | h>>1&(1<<entryBits-1)
}

// Question gives what stands for a question to an index: which files use a name so.
// Few names share one.
func Question(use Use, name string) uint32 { return keyOf(hashName([]byte(name), use)) }

// asked is the set of keys that an index was asked for.
type asked struct {
	mu   sync.Mutex
	keys map[uint32]bool
}

func (a *asked) add(key uint32) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.keys == nil {
		a.keys = map[uint32]bool{}
	}
	a.keys[key] = true
}

// Asked lists what the index has been asked for, see [Question].
func (ix *Index) Asked() []uint32 {
	ix.asked.mu.Lock()
	defer ix.asked.mu.Unlock()
	return slices.Sorted(maps.Keys(ix.asked.keys))
}

// A Difference is how two indexes differ that differ in some files alone.
type Difference struct {
	keys  map[uint32]bool // of uses in those files, in either index
	moved map[uint32]bool // of those that are in one of the indexes alone
}

// Differ compares two indexes that differ in some files alone.
func Differ(was, now *Index, paths []string) *Difference {
	d := &Difference{map[uint32]bool{}, map[uint32]bool{}}
	old, new := was.uses(paths), now.uses(paths)
	for u := range old {
		d.keys[u.key] = true
		if !new[u] {
			d.moved[u.key] = true
		}
	}
	for u := range new {
		d.keys[u.key] = true
		if !old[u] {
			d.moved[u.key] = true
		}
	}
	return d
}

// Changes tells whether the answer to one of the questions is another.
func (d *Difference) Changes(questions []uint32) bool { return meets(d.moved, questions) }

// Meets tells whether one of the files is in the answer to one of the questions.
func (d *Difference) Meets(questions []uint32) bool { return meets(d.keys, questions) }

func meets(keys map[uint32]bool, questions []uint32) bool {
	return slices.ContainsFunc(questions, func(q uint32) bool { return keys[q] })
}

// A use is a key that stands for a use of a name in a file.
type use struct {
	path string
	key  uint32
}

// uses lists those in some files.
func (ix *Index) uses(paths []string) map[use]bool {
	wanted := map[string]bool{}
	for _, p := range paths {
		wanted[p] = true
	}
	out := map[use]bool{}
	for _, s := range ix.segments {
		ids := map[uint32]string{}
		for i, p := range s.files {
			if p != "" && wanted[p] {
				ids[uint32(i)] = p
			}
		}
		if len(ids) == 0 {
			continue
		}
		few := newFew(ids)
		for n := range uint32(1 << bucketBits) {
			s.bucket(n, func(list []uint32) {
				for _, e := range list {
					if id := e & (maxSegFiles - 1); few.may(id) {
						if p, ok := ids[id]; ok {
							out[use{p, n<<entryBits | e>>fileBits}] = true
						}
					}
				}
			})
		}
	}
	return out
}

// few are bits by which most numbers are seen not to be in a set.
type few [maxSegFiles / 64]uint64

func newFew(ids map[uint32]string) *few {
	f := &few{}
	for id := range ids {
		f[id/64] |= 1 << (id % 64)
	}
	return f
}

func (f *few) may(id uint32) bool { return f[id/64]>>(id%64)&1 != 0 }
