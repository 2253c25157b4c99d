// SPDX-License-Identifier: MIT

package source

import (
	"maps"
	"slices"
	"sync/atomic"
)

// An Index tells which files of a tree use a name, for any name, without
// reading them again. It is what one pass over the bytes leaves behind: about
// four bytes for each distinct use in a file (60 MB for a kernel).
//
// An answer may hold a file too many, since only hashes of the last 16 bytes
// of names are kept; never one too few, among the uses that [Use] lists.
//
// An Index is immutable and safe for concurrent use.
type Index struct {
	segments []*segment
	Stats    Stats
}

// Stats counts what a scan read.
type Stats struct {
	Files int   // C files read
	Bytes int64 // their size
}

// A hash is split in two: the upper bits choose a bucket, the lower ones stay
// in the entry, above the number of the file within its segment.
const (
	bucketBits   = 12
	fileBits     = 17
	maxSegFiles  = 1 << fileBits
	entryBits    = 32 - fileBits
	blockEntries = 126
)

// A segment holds the uses of up to maxSegFiles files.
type segment struct {
	files   []string
	buckets [1 << bucketBits]*block
}

// A block is a piece of a bucket: appending never copies.
type block struct {
	n    int
	next *block
	e    [blockEntries]uint32
}

// add files the uses of one C file under its path.
func (s *segment) add(path string, hashes []uint32) {
	id := uint32(len(s.files))
	s.files = append(s.files, path)
	for _, h := range hashes {
		slot := &s.buckets[h>>(32-bucketBits)]
		b := *slot
		if b == nil || b.n == blockEntries {
			b = &block{next: b}
			*slot = b
		}
		b.e[b.n] = id | entry(h)
		b.n++
	}
}

func (s *segment) full() bool { return len(s.files) == maxSegFiles }

// entry gives the part of a hash that is kept beside the file number. The
// lowest bit of a hash is always set and left out.
func entry(h uint32) uint32 { return h >> 1 << fileBits }

// Files lists the files in which one of the names occurs in the given use, in
// alphabetical order.
func (ix *Index) Files(use Use, names ...string) []string {
	found := map[string]bool{}
	for _, name := range names {
		h := hashName([]byte(name), use)
		want := entry(h)
		for _, s := range ix.segments {
			for b := s.buckets[h>>(32-bucketBits)]; b != nil; b = b.next {
				for _, e := range b.e[:b.n] {
					if e&^(maxSegFiles-1) == want {
						found[s.files[e&(maxSegFiles-1)]] = true
					}
				}
			}
		}
	}
	delete(found, "")
	return slices.Sorted(maps.Keys(found))
}

// AllFiles lists every file, in alphabetical order.
func (ix *Index) AllFiles() []string {
	var paths []string
	for _, s := range ix.segments {
		for _, p := range s.files {
			if p != "" {
				paths = append(paths, p)
			}
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// With returns an index in which the given files have other contents; nil
// stands for a file that is gone.
func (ix *Index) With(changed map[string][]byte) *Index {
	if len(changed) == 0 {
		return ix
	}
	segments := make([]*segment, 0, len(ix.segments)+1)
	for _, s := range ix.segments {
		segments = append(segments, s.without(changed))
	}
	var t tokenizer
	seg := &segment{}
	for _, p := range slices.Sorted(maps.Keys(changed)) {
		if text := changed[p]; text != nil && isC(p) {
			seg.add(p, t.tokensGo(text, nil))
		}
	}
	return &Index{segments: append(segments, seg), Stats: ix.Stats}
}

// without returns s with the given files' names blanked, so that its entries
// for them lead nowhere.
func (s *segment) without(gone map[string][]byte) *segment {
	var files []string
	for i, p := range s.files {
		if _, ok := gone[p]; ok {
			if files == nil {
				files = slices.Clone(s.files)
			}
			files[i] = ""
		}
	}
	if files == nil {
		return s
	}
	return &segment{files: files, buckets: s.buckets}
}

// Progress counts files while a scan is under way; safe for concurrent use.
type Progress struct{ files atomic.Int64 }

// Files gives the number of files read so far.
func (p *Progress) Files() int64 { return p.files.Load() }
