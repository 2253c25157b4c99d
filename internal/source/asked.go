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

// Asked lists what the index has been asked for, for [Index.Answers].
func (ix *Index) Asked() []uint32 {
	ix.asked.mu.Lock()
	defer ix.asked.mu.Unlock()
	return slices.Sorted(maps.Keys(ix.asked.keys))
}

// Answers tells whether two indexes that differ in some files alone give the same
// answer to each of a list of questions, which is sorted.
func (ix *Index) Answers(other *Index, paths []string, questions []uint32) bool {
	mine, theirs := ix.uses(paths), other.uses(paths)
	for u := range mine {
		if !theirs[u] && isAsked(questions, u.key) {
			return false
		}
	}
	for u := range theirs {
		if !mine[u] && isAsked(questions, u.key) {
			return false
		}
	}
	return true
}

func isAsked(questions []uint32, key uint32) bool {
	_, ok := slices.BinarySearch(questions, key)
	return ok
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
