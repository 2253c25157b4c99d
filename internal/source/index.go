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

	disk  *Index // without what is laid over the disk; nil if nothing is
	state state
	asked asked
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
	stamps  []stamp // of the files; nil where they are not as on disk
	buckets [1 << bucketBits]*block
	flat    *flat // as it lies in a cache; nil for none
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
	for _, name := range names {
		ix.asked.add(Question(use, name))
	}
	return ix.Peek(use, names...)
}

// Peek is Files for a question that is not among [Index.Asked].
func (ix *Index) Peek(use Use, names ...string) []string {
	found := map[string]bool{}
	for _, name := range names {
		h := hashName([]byte(name), use)
		want := entry(h)
		for _, s := range ix.segments {
			s.bucket(h>>(32-bucketBits), func(list []uint32) {
				for _, e := range list {
					if e&^(maxSegFiles-1) == want {
						found[s.file(e)] = true
					}
				}
			})
		}
	}
	delete(found, "")
	return slices.Sorted(maps.Keys(found))
}

// bucket visits the entries of a bucket, piece by piece.
func (s *segment) bucket(n uint32, visit func([]uint32)) {
	if s.flat != nil {
		visit(s.flat.bucket(n))
	}
	for b := s.buckets[n]; b != nil; b = b.next {
		visit(b.e[:b.n])
	}
}

// file gives the path of an entry's file, "" if it is gone.
func (s *segment) file(e uint32) string {
	if id := int(e & (maxSegFiles - 1)); id < len(s.files) {
		return s.files[id]
	}
	return ""
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

// Disk gives the index without what is laid over the disk, as [Tree.Scan] gave it.
func (ix *Index) Disk() *Index {
	if ix.disk != nil {
		return ix.disk
	}
	return ix
}

// Has tells whether a file is among those.
func (ix *Index) Has(path string) bool {
	return slices.ContainsFunc(ix.segments, func(s *segment) bool { return slices.Contains(s.files, path) })
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
		if text := changed[p]; text != nil && IsC(p) {
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
	return &segment{files: files, stamps: s.stamps, buckets: s.buckets, flat: s.flat}
}

// Progress counts files while a scan is under way; safe for concurrent use.
type Progress struct{ files atomic.Int64 }

// Files gives the number of files read so far.
func (p *Progress) Files() int64 { return p.files.Load() }
