// SPDX-License-Identifier: MIT

package source

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"unsafe"
)

// A cache file lies in the byte order of the machine, so that it can be used as it
// lies in memory:
//
//	header   magic, checksum of all that follows, length of the file
//	key      what the file is for
//	counts   of files, bytes, segments; the state of the tree
//	stamps   one for each file
//	ends     of the files' paths in what follows
//	paths    one after the other
//	note     what the caller keeps beside the index
//	entries  of each segment, bucket by bucket
//	trailer  for each segment: its files, and where its buckets begin
//
// Each part begins at a multiple of 8 bytes.

const (
	cacheMagic   = "gupvet\x01\n"
	keySize      = 32
	headerSize   = 8 + 8 + 8 // magic, checksum, length
	countsSize   = 8 * 8
	cacheStarts  = 1<<bucketBits + 1
	trailerEntry = 8 + 8 + 8*((4*cacheStarts+7)/8)
)

var (
	castagnoli = crc32.MakeTable(crc32.Castagnoli)
	errCache   = errors.New("not a cache file of this program")
)

// counts are the numbers in a cache file, in their order.
type counts struct {
	Files, Bytes, Began, Links, Paths, Note, Segments, Trailer uint64
}

// A flat holds the entries of a segment, bucket after bucket.
type flat struct {
	starts  []uint32
	entries []uint32
}

func (f *flat) bucket(n uint32) []uint32 { return f.entries[f.starts[n]:f.starts[n+1]] }

// A cursor takes parts off the front of a cache file; bad tells that there was not
// as much as was asked for.
type cursor struct {
	rest []byte
	bad  bool
}

func (c *cursor) take(n uint64) []byte {
	n8 := (n + 7) &^ 7
	if n > 1<<40 || n8 > uint64(len(c.rest)) {
		c.bad, c.rest = true, nil
		return nil
	}
	out := c.rest[:n:n]
	c.rest = c.rest[n8:]
	return out
}

// words gives bytes as numbers.
func words[T uint32 | uint64 | stamp](b []byte) []T {
	var zero T
	n := len(b) / int(unsafe.Sizeof(zero))
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), n)
}

// bytesOf gives numbers as bytes.
func bytesOf[T uint32 | uint64 | stamp](list []T) []byte {
	var zero T
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(list))), len(list)*int(unsafe.Sizeof(zero)))
}

// parseCache reads a cache file, which has to begin at a multiple of 8 bytes. The
// index and the note refer to it.
func parseCache(b []byte, key [keySize]byte) (ix *Index, note []byte, err error) {
	if len(b) < headerSize || string(b[:8]) != cacheMagic || binary.NativeEndian.Uint64(b[16:]) != uint64(len(b)) ||
		binary.NativeEndian.Uint64(b[8:]) != uint64(crc32.Checksum(b[headerSize:], castagnoli)) {
		return nil, nil, errCache
	}
	c := &cursor{rest: b[headerSize:]}
	if string(c.take(keySize)) != string(key[:]) {
		return nil, nil, errCache
	}
	head := words[uint64](c.take(countsSize))
	if len(head) != 8 {
		return nil, nil, errCache
	}
	n := counts{head[0], head[1], head[2], head[3], head[4], head[5], head[6], head[7]}
	if n.Files > uint64(len(b)) || n.Segments > uint64(len(b)) {
		return nil, nil, errCache
	}
	stamps := words[stamp](c.take(n.Files * uint64(unsafe.Sizeof(stamp{}))))
	ends := words[uint32](c.take(n.Files * 4))
	paths := c.take(n.Paths)
	note = c.take(n.Note)
	if c.bad {
		return nil, nil, errCache
	}
	files, ok := splitPaths(ends, paths)
	if !ok {
		return nil, nil, errCache
	}
	ix = &Index{Stats: Stats{Files: int(n.Files), Bytes: int64(n.Bytes)}, state: state{began: int64(n.Began), links: n.Links}}
	if n.Trailer%8 != 0 || n.Trailer > uint64(len(b)) {
		return nil, nil, errCache
	}
	trailer := &cursor{rest: b[n.Trailer:]}
	for range n.Segments {
		s := segmentOf(c, trailer)
		if s == nil || len(s.files) > len(files) {
			return nil, nil, errCache
		}
		k := len(s.files)
		s.files, s.stamps = files[:k:k], stamps[:k:k]
		files, stamps = files[k:], stamps[k:]
		ix.segments = append(ix.segments, s)
	}
	if len(files) > 0 {
		return nil, nil, errCache
	}
	return ix, note, nil
}

// splitPaths cuts the paths apart.
func splitPaths(ends []uint32, paths []byte) ([]string, bool) {
	files := make([]string, len(ends))
	from := uint32(0)
	for i, end := range ends {
		if end <= from || uint64(end) > uint64(len(paths)) {
			return nil, false
		}
		files[i] = unsafe.String(&paths[from], int(end-from))
		from = end
	}
	return files, true
}

// segmentOf reads a segment from its entries and its part of the trailer. Its files
// are without names yet.
func segmentOf(entries, trailer *cursor) *segment {
	count := words[uint64](trailer.take(16))
	starts := words[uint32](trailer.take(4 * cacheStarts))
	if trailer.bad || count[0] > maxSegFiles {
		return nil
	}
	f := &flat{starts: starts, entries: words[uint32](entries.take(count[1] * 4))}
	if entries.bad || starts[0] != 0 || uint64(starts[cacheStarts-1]) != count[1] {
		return nil
	}
	for i := 1; i < len(starts); i++ {
		if starts[i] < starts[i-1] {
			return nil
		}
	}
	return &segment{files: make([]string, count[0]), flat: f}
}
