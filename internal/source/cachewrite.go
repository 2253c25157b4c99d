// SPDX-License-Identifier: MIT

package source

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"unsafe"
)

// A cacheWriter writes a cache file part by part.
type cacheWriter struct {
	w   io.Writer
	n   uint64
	crc uint32
	err error
}

// part writes a part and fills it up to a multiple of 8 bytes.
func (c *cacheWriter) part(b []byte) {
	c.write(b)
	c.pad()
}

func (c *cacheWriter) pad() {
	var zero [8]byte
	c.write(zero[:-c.n&7])
}

func (c *cacheWriter) write(b []byte) {
	if c.err != nil || len(b) == 0 {
		return
	}
	_, c.err = c.w.Write(b)
	c.n += uint64(len(b))
	c.crc = crc32.Update(c.crc, castagnoli, b)
}

// errUnstamped tells that an index is not of files as they are on disk.
var errUnstamped = errors.New("the index has files without stamps")

// writeCache writes a cache file. header is what belongs at its beginning once all
// else is written.
func writeCache(w io.Writer, ix *Index, key [keySize]byte, note []byte) (header []byte, err error) {
	c := &cacheWriter{w: w, n: headerSize}
	m, err := merge(ix)
	if err != nil {
		return nil, err
	}
	trailer := uint64(headerSize + keySize + countsSize)
	for _, size := range []int{len(m.stamps) * int(unsafe.Sizeof(stamp{})), len(m.ends) * 4, len(m.paths), len(note)} {
		trailer += uint64(size+7) &^ 7
	}
	for _, s := range m.segments {
		trailer += uint64(4*s.entries+7) &^ 7
	}
	c.part(key[:])
	c.part(bytesOf([]uint64{uint64(len(m.stamps)), uint64(ix.Stats.Bytes), uint64(ix.state.began), ix.state.links,
		uint64(len(m.paths)), uint64(len(note)), uint64(len(m.segments)), trailer}))
	c.part(bytesOf(m.stamps))
	c.part(bytesOf(m.ends))
	c.part(m.paths)
	c.part(note)
	for _, s := range m.segments {
		s.write(c)
	}
	for _, s := range m.segments {
		c.part(bytesOf([]uint64{uint64(s.files), uint64(s.entries)}))
		c.part(bytesOf(s.starts))
	}
	header = append([]byte(nil), cacheMagic...)
	header = binary.NativeEndian.AppendUint64(header, uint64(c.crc))
	header = binary.NativeEndian.AppendUint64(header, c.n)
	return header, c.err
}

// A merged is an index with its files numbered anew, those that are gone left out.
type merged struct {
	segments []*mergedSegment
	stamps   []stamp
	ends     []uint32
	paths    []byte
}

// A mergedSegment is a segment to be written.
type mergedSegment struct {
	files, entries int
	starts         []uint32
	from           []renumbered
}

// A renumbered is a segment with the new numbers of its files; dropped stands for
// those that are gone.
type renumbered struct {
	*segment
	id   []uint32
	gone bool // some are
}

const dropped = ^uint32(0)

// merge numbers the files of an index anew.
func merge(ix *Index) (*merged, error) {
	m := &merged{}
	for _, s := range ix.segments {
		if len(s.stamps) != len(s.files) {
			return nil, errUnstamped
		}
		r := renumbered{segment: s, id: make([]uint32, len(s.files))}
		live := 0
		for i, p := range s.files {
			if p == "" {
				r.id[i], r.gone = dropped, true
				continue
			}
			live++
			m.stamps = append(m.stamps, s.stamps[i])
			m.paths = append(m.paths, p...)
			m.ends = append(m.ends, uint32(len(m.paths)))
		}
		if len(m.segments) == 0 || m.segments[len(m.segments)-1].files+live > maxSegFiles {
			m.segments = append(m.segments, &mergedSegment{})
		}
		out := m.segments[len(m.segments)-1]
		for i, next := 0, uint32(out.files); i < len(r.id); i++ {
			if r.id[i] != dropped {
				r.id[i] = next
				next++
			}
		}
		out.files += live
		out.from = append(out.from, r)
	}
	for _, s := range m.segments {
		s.count()
	}
	return m, nil
}

// count finds out where the buckets begin.
func (s *mergedSegment) count() {
	s.starts = make([]uint32, 0, cacheStarts)
	for n := range uint32(1 << bucketBits) {
		s.starts = append(s.starts, uint32(s.entries))
		for _, r := range s.from {
			r.bucket(n, func(list []uint32) {
				if !r.gone {
					s.entries += len(list)
					return
				}
				for _, e := range list {
					if r.id[e&(maxSegFiles-1)] != dropped {
						s.entries++
					}
				}
			})
		}
	}
	s.starts = append(s.starts, uint32(s.entries))
}

// write writes the entries.
func (s *mergedSegment) write(c *cacheWriter) {
	const chunk = 1 << 16
	buf := make([]uint32, 0, chunk+blockEntries)
	flush := func() {
		c.write(bytesOf(buf))
		buf = buf[:0]
	}
	for n := range uint32(1 << bucketBits) {
		for _, r := range s.from {
			r.bucket(n, func(list []uint32) {
				for _, e := range list {
					if id := r.id[e&(maxSegFiles-1)]; id != dropped {
						buf = append(buf, e&^(maxSegFiles-1)|id)
					}
				}
				if len(buf) >= chunk {
					flush()
				}
			})
		}
	}
	flush()
	c.pad()
}
